using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Usage;

namespace SmartPbx.Functions.Usage;

/// <summary>Counts one call: the two time meters add up to the time from answer to BYE of leg A; what of it was spent on a carrier's line is counted beside them.</summary>
internal static class CallMeter
{
    /// <summary>Rows with something in them; none for a call that is not billable.</summary>
    public static IReadOnlyList<UsageRow> Rows(CallDetailRecord cdr, PriceBook prices)
    {
        if (!cdr.Outcome.Billable) return [];
        var agentMs = Math.Min(cdr.DurationMs, cdr.Segments.Where(s => s.Kind == CallSegmentKind.Agent).Sum(s => Math.Max(0, s.EndMs - s.StartMs)));
        var bridgedMs = cdr.DurationMs - agentMs;
        // The rest of the answered time is the bridge's: a millisecond lost between two segments is not lost for the sum.
        (Meter Meter, long Quantity)[] counted =
        [
            (Meter.BridgedMs, bridgedMs), (Meter.AgentMs, agentMs), (Meter.SttMs, cdr.SttMs), (Meter.TtsCharacters, cdr.TtsCharacters),
            (Meter.OutboundMs, cdr.Direction == CallDirection.Outbound ? bridgedMs : 0),
        ];
        return
        [
            .. counted.Where(c => c.Quantity > 0).Select(c => new UsageRow(cdr.TenantId, cdr.CallId, c.Meter, c.Quantity, prices.Cost(c.Meter, c.Quantity),
                prices.Currency, prices.Version, cdr.EndedAt)),
        ];
    }
}
