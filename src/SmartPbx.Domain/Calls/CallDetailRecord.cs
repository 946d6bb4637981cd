using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Supervision;

namespace SmartPbx.Domain.Calls;

/// <summary>
/// The CDR: one per leg-A INVITE that resolved to a tenant (one that took a place in a call by Replaces is a leg there), journalled by the
/// edge when the call ends and carried by <c>call.ended</c> or <c>call.failed</c>. None is lost (journal and outbox) and none comes twice (the call id is the key).
/// </summary>
public sealed record CallDetailRecord
{
    public required CallId CallId { get; init; }
    public required TenantId TenantId { get; init; }
    public required EdgeId EdgeId { get; init; }
    public required string Caller { get; init; }
    /// <summary>The number that was dialled.</summary>
    public required string Callee { get; init; }
    public CallDirection Direction { get; init; }
    /// <summary>The trunk it came in by, or went out by; null: between phones.</summary>
    public string? Trunk { get; init; }
    /// <summary>The number as it was sent to the carrier; null when nothing went out.</summary>
    public string? SentNumber { get; init; }
    public required CallType CallType { get; init; }
    public required CallState State { get; init; }
    public required CallOutcome Outcome { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? RingingAt { get; init; }
    /// <summary>200 OK sent to leg A.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }
    public required DateTimeOffset EndedAt { get; init; }
    /// <summary>Answer to BYE of leg A, in milliseconds; 0 when never answered.</summary>
    public required long DurationMs { get; init; }
    public bool AiHandled { get; init; }
    public DateTimeOffset? AiActivatedAt { get; init; }
    public required int SipStatus { get; init; }
    public required int Q850Cause { get; init; }
    public string? Codec { get; init; }
    /// <summary>Of the recording: 8000 for narrowband.</summary>
    public int SampleRateHz { get; init; }
    public IReadOnlyList<CallSegment> Segments { get; init; } = [];
    public IReadOnlyList<LegRecord> Legs { get; init; } = [];
    /// <summary>Transfers and attempts at them, in order.</summary>
    public IReadOnlyList<CallTransfer> Transfers { get; init; } = [];
    /// <summary>Supervisors who have heard the call, in the order they joined.</summary>
    public IReadOnlyList<SupervisionRecord> Supervisions { get; init; } = [];
    /// <summary>Characters spoken by the agent's voice, for the meter.</summary>
    public long TtsCharacters { get; init; }
    /// <summary>Caller audio recognised while the agent listened, in milliseconds, for the meter.</summary>
    public long SttMs { get; init; }
}
