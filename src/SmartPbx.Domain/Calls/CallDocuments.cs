using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Transcripts;
using SmartPbx.Domain.Usage;

namespace SmartPbx.Domain.Calls;

/// <summary>How calls are stored: one partition per call (its call id), so that all of one call commits together.</summary>
public static class CallDocuments
{
    /// <summary>Id is the call id.</summary>
    public static readonly DocumentKind<CallRecord> Calls = new("call",
        DocumentIndex.On<CallRecord>("started_at", c => DocumentIndex.Time(c.StartedAt)),
        DocumentIndex.On<CallRecord>("live", c => c.EndedAt is null ? "true" : "false"));

    /// <summary>Id is the call id.</summary>
    public static readonly DocumentKind<Transcript> Transcripts = new("transcript");

    /// <summary>Id is the meter's name.</summary>
    public static readonly DocumentKind<UsageRow> Usage = new("usage",
        DocumentIndex.On<UsageRow>("at", u => DocumentIndex.Time(u.At)), DocumentIndex.On<UsageRow>("meter", u => u.Meter.ToString()));
}
