using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Supervision;

namespace SmartPbx.Domain.Calls;

/// <summary>A call as the API and the console see it: grows from <c>call.started</c> to the end, then links to what came after.</summary>
public sealed record CallRecord
{
    public required CallId CallId { get; init; }
    public required TenantId TenantId { get; init; }
    public required EdgeId EdgeId { get; init; }
    public required string Caller { get; init; }
    public required string Callee { get; init; }
    public required CallState State { get; init; }
    public CallType CallType { get; init; }
    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? RingingAt { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }
    public DateTimeOffset? AiActivatedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public long DurationMs { get; init; }
    public bool AiHandled { get; init; }
    public CallOutcome? Outcome { get; init; }
    /// <summary>The full CDR once the call has ended.</summary>
    public CallDetailRecord? Cdr { get; init; }
    /// <summary>Supervisors who hear or have heard the call; null: none.</summary>
    public IReadOnlyList<SupervisionRecord>? Supervisions { get; init; }
    /// <summary>Highest event sequence applied, so that a late event never takes the record back.</summary>
    public long Sequence { get; init; }
    /// <summary>Blob folder of the recording, once stored.</summary>
    public string? RecordingFolder { get; init; }
    public bool HasTranscript { get; init; }
    /// <summary>Metered cost in micro-units of <see cref="Currency"/>, once metered.</summary>
    public long? CostMicros { get; init; }
    public string? Currency { get; init; }
}
