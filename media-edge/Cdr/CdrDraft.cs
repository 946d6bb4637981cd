using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Supervision;

namespace SmartPbx.MediaEdge.Cdr;

/// <summary>
/// The CDR while its call runs. Immutable, so that the journal can write it as it is. Segments follow one another from the answer on; the
/// open one ends when the next begins or the call ends.
/// </summary>
public sealed record CdrDraft
{
    /// <summary>Transfers that the record keeps.</summary>
    public const int MaxTransfers = 32;

    public required CallId CallId { get; init; }
    public required TenantId TenantId { get; init; }
    public required EdgeId EdgeId { get; init; }
    public required string Caller { get; init; }
    public required string Callee { get; init; }
    public CallDirection Direction { get; init; }
    public string? Trunk { get; init; }
    public string? SentNumber { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public CallState State { get; init; } = CallState.Initial;
    public DateTimeOffset? RingingAt { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }
    public DateTimeOffset? AiActivatedAt { get; init; }
    public string? Codec { get; init; }
    public int SampleRateHz { get; init; }
    public IReadOnlyList<CallSegment> ClosedSegments { get; init; } = [];
    public CallSegmentKind? OpenSegment { get; init; }
    public IReadOnlyList<LegRecord> Legs { get; init; } = [];
    public IReadOnlyList<CallTransfer> Transfers { get; init; } = [];
    public IReadOnlyList<SupervisionRecord> Supervisions { get; init; } = [];
    public long TtsCharacters { get; init; }
    public long SttMs { get; init; }

    /// <summary>The caller is with somebody else from now on. Leg A must have been answered.</summary>
    public CdrDraft BeginSegment(CallSegmentKind kind, DateTimeOffset now) =>
        OpenSegment == kind ? this : this with { ClosedSegments = Segments(now), OpenSegment = kind };

    /// <summary>One transfer more, of a bounded number.</summary>
    public CdrDraft Transfer(CallTransfer transfer) => Transfers.Count >= MaxTransfers ? this : this with { Transfers = [.. Transfers, transfer] };

    /// <summary>A supervisor has joined, changed or left. Bounded by the supervisors that a call may have.</summary>
    public CdrDraft Supervise(SupervisionRecord record) => this with
    {
        Supervisions = Supervisions.Any(one => one.SupervisionId == record.SupervisionId)
            ? [.. Supervisions.Select(one => one.SupervisionId == record.SupervisionId ? record : one)]
            : [.. Supervisions, record],
    };

    /// <summary>Leg A got its 200.</summary>
    public CdrDraft Answer(CallSegmentKind kind, DateTimeOffset now) =>
        (this with { AnsweredAt = now, State = CallState.Established }).BeginSegment(kind, now);

    /// <summary>The record of a call that is over.</summary>
    public CallDetailRecord Complete(CallOutcome outcome, DateTimeOffset now)
    {
        var endedAt = AnsweredAt > now ? AnsweredAt.Value : now;
        return new CallDetailRecord
        {
            CallId = CallId, TenantId = TenantId, EdgeId = EdgeId, Caller = Caller, Callee = Callee, Direction = Direction, Trunk = Trunk, SentNumber = SentNumber, StartedAt = StartedAt, RingingAt = RingingAt,
            AnsweredAt = AnsweredAt, EndedAt = endedAt, DurationMs = SinceAnswer(endedAt), Outcome = outcome, SipStatus = outcome.SipStatus,
            Q850Cause = outcome.Q850Cause, State = FinalState(outcome), CallType = AiActivatedAt is null ? CallType.SipCall : CallType.AiCall,
            AiHandled = AiActivatedAt is not null, AiActivatedAt = AiActivatedAt, Codec = Codec, SampleRateHz = SampleRateHz,
            Segments = Segments(endedAt), Legs = [.. Legs.Select(leg => leg.EndedAt is null ? leg with { EndedAt = endedAt } : leg)], Transfers = Transfers,
            Supervisions = [.. Supervisions.Select(one => one with { LeftAt = one.LeftAt ?? endedAt })], TtsCharacters = TtsCharacters, SttMs = SttMs,
        };
    }

    private CallState FinalState(CallOutcome outcome) =>
        AnsweredAt is not null ? CallState.Terminated : outcome == CallOutcome.Cancelled ? CallState.Cancelled : CallState.Failed;

    private IReadOnlyList<CallSegment> Segments(DateTimeOffset until)
    {
        if (OpenSegment is not { } kind) return ClosedSegments;
        var start = ClosedSegments.Count == 0 ? 0 : ClosedSegments[^1].EndMs;
        var end = SinceAnswer(until);
        return end > start ? [.. ClosedSegments, new CallSegment(kind, start, end)] : ClosedSegments;
    }

    private long SinceAnswer(DateTimeOffset time) => AnsweredAt is { } answered ? Math.Max(0, (long)(time - answered).TotalMilliseconds) : 0;
}
