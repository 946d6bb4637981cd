using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Supervision;

namespace SmartPbx.Functions.Calls;

/// <summary>
/// How a call record grows from events, in whatever order they come: facts that are still missing are filled in, the state is only taken from an event with a
/// higher sequence, and the CDR, once there, has the last word.
/// </summary>
internal static class CallProjection
{
    /// <summary>The record after the event; null when the event alone cannot begin one.</summary>
    public static CallRecord? Apply(CallRecord? known, CloudEvent cloudEvent)
    {
        switch (cloudEvent.Type)
        {
            case var type when type == EventCatalogue.CallEnded.Name: return Ended(known, cloudEvent.Payload(EventCatalogue.CallEnded), cloudEvent.Sequence);
            case var type when type == EventCatalogue.CallFailed.Name: return Ended(known, cloudEvent.Payload(EventCatalogue.CallFailed), cloudEvent.Sequence);
            case var type when type == EventCatalogue.CallStarted.Name: return Started(known, cloudEvent, cloudEvent.Payload(EventCatalogue.CallStarted));
        }
        if (known is null) return null;
        return cloudEvent.Type switch
        {
            var type when type == EventCatalogue.CallAnswered.Name => Answered(known, cloudEvent.Payload(EventCatalogue.CallAnswered), cloudEvent.Sequence),
            var type when type == EventCatalogue.AiActivated.Name => AiActivated(known, cloudEvent.Payload(EventCatalogue.AiActivated), cloudEvent.Sequence),
            var type when type == EventCatalogue.CallSupervised.Name => Supervised(known, cloudEvent.Payload(EventCatalogue.CallSupervised)),
            var type when type == EventCatalogue.TranscriptGenerated.Name => known with { HasTranscript = true },
            var type when type == EventCatalogue.UsageMetered.Name => Metered(known, cloudEvent.Payload(EventCatalogue.UsageMetered)),
            _ => known,
        };
    }

    private static CallRecord Started(CallRecord? known, CloudEvent cloudEvent, CallStarted started) => known ?? new CallRecord
    {
        CallId = started.CallId, TenantId = cloudEvent.TenantId, EdgeId = started.EdgeId, Caller = started.Caller, Callee = started.Callee,
        State = CallState.Calling, StartedAt = started.StartedAt, Sequence = cloudEvent.Sequence,
    };

    private static CallRecord Answered(CallRecord known, CallAnswered answered, long sequence)
    {
        var filled = known with { AnsweredAt = known.AnsweredAt ?? answered.AnsweredAt };
        return sequence > known.Sequence && known.Cdr is null ? filled with { State = CallState.Established, Sequence = sequence } : filled;
    }

    private static CallRecord AiActivated(CallRecord known, AiActivated activated, long sequence) => known with
    {
        AiActivatedAt = known.AiActivatedAt ?? activated.ActivatedAt, AiHandled = true, CallType = CallType.AiCall, Sequence = Math.Max(known.Sequence, sequence),
    };

    // Who never joined has heard nothing. The CDR, once there, has the whole list.
    private static CallRecord Supervised(CallRecord known, CallSupervised supervised)
    {
        if (supervised.JoinedAt is null || known.Cdr is not null) return known;
        var others = known.Supervisions ?? [];
        var record = others.FirstOrDefault(one => one.SupervisionId == supervised.SupervisionId)
            ?? new SupervisionRecord { SupervisionId = supervised.SupervisionId, By = supervised.By, Extension = supervised.Extension };
        record = supervised.Status == SupervisionStatus.Ended ? record with { LeftAt = supervised.At }
            : record.With(new SupervisionChange(supervised.At, supervised.Mode, supervised.WhisperTo));
        return known with { Supervisions = [.. others.Where(one => one.SupervisionId != record.SupervisionId), record] };
    }

    private static CallRecord Metered(CallRecord known, UsageMetered metered) =>
        known with { CostMicros = metered.CostMicros, Currency = metered.Currency };

    private static CallRecord Ended(CallRecord? known, CallDetailRecord cdr, long sequence) => new()
    {
        CallId = cdr.CallId, TenantId = cdr.TenantId, EdgeId = cdr.EdgeId, Caller = cdr.Caller, Callee = cdr.Callee, State = cdr.State, CallType = cdr.CallType,
        StartedAt = cdr.StartedAt, RingingAt = cdr.RingingAt, AnsweredAt = cdr.AnsweredAt ?? known?.AnsweredAt, AiActivatedAt = cdr.AiActivatedAt ?? known?.AiActivatedAt, EndedAt = cdr.EndedAt,
        DurationMs = cdr.DurationMs, AiHandled = cdr.AiHandled, Outcome = cdr.Outcome, Cdr = cdr, Supervisions = cdr.Supervisions is [] ? null : cdr.Supervisions, Sequence = Math.Max(known?.Sequence ?? 0, sequence),
        RecordingFolder = known?.RecordingFolder, HasTranscript = known?.HasTranscript ?? false, CostMicros = known?.CostMicros, Currency = known?.Currency,
    };
}
