using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Calls;

/// <summary>One transfer, or an attempt at one, in a call.</summary>
public sealed record CallTransfer
{
    public required TransferKind Kind { get; init; }
    /// <summary>The leg that asked for it or was replaced, as in <see cref="LegRecord.Leg"/>; null: the voice agent.</summary>
    public string? By { get; init; }
    /// <summary>The number that was wanted.</summary>
    public string? Target { get; init; }
    /// <summary>The leg that came in; null when it failed.</summary>
    public string? Leg { get; init; }
    /// <summary>Why it failed; null: it did not.</summary>
    public CallOutcome? Failure { get; init; }
    public required DateTimeOffset At { get; init; }
    /// <summary>With <see cref="TransferKind.Attended"/>: the other of the two calls, whose own record names this one.</summary>
    public CallId? OtherCall { get; init; }
}
