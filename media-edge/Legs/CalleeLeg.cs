using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Calls;
using SmartPbx.MediaEdge.Routing;
using SmartPbx.MediaEdge.Trunks;
using SmartPbx.Sip;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>
/// Leg B: every phone of the extension is rung at once, the first to answer wins, the others are cancelled (SIP-6). Used by the call's
/// mailbox alone; a second ringing in the same call adds to the same list.
/// </summary>
internal sealed class CalleeLeg(SipStack stack, CallMailbox mailbox, TimeProvider clock)
{
    private readonly List<CalleeFork> _forks = [];
    private int _firstOfRound;
    private Ringing? _ringing;

    /// <summary>Sees every INVITE before it goes out.</summary>
    public Action<SipRequest> WhenInviting { get; init; } = _ => { };

    public IReadOnlyList<CalleeFork> Forks => _forks;

    /// <summary>The phone that answered and is connected.</summary>
    public CalleeFork? Winner { get; private set; }

    public Dialog? Dialog => Winner?.Dialog;

    /// <summary>Whether phones ring now.</summary>
    public bool IsRinging => Winner is null && Round.Any(f => f.FinalStatus is null);

    private IEnumerable<CalleeFork> Round => _forks.Skip(_firstOfRound);

    /// <summary>Rings every destination. Each fork is told to <paramref name="register"/> before its INVITE goes out. False: none could be rung.</summary>
    public bool Ring(SipRequest callerInvite, IReadOnlyList<CallDestination> destinations, CalleeAddress address, SdpSession offer, Action<string, string> register)
    {
        (_firstOfRound, Winner, _ringing) = (_forks.Count, null, new Ringing(callerInvite, address, offer, register));
        foreach (var destination in destinations)
            if (destination is CallDestination.Phone phone) Start(Fork(phone.Binding.Source, null), CalleeInvite.Create(callerInvite, phone.Binding, address, offer, stack));
            else if (destination is CallDestination.Line line) TryStart(line.Ways);
        return Round.Any();
    }

    /// <summary>The first of these ways to a carrier that has a channel left.</summary>
    private bool TryStart(IReadOnlyList<TrunkWay> ways)
    {
        for (var i = 0; i < ways.Count; i++)
        {
            if (!ways[i].TryOpen(out var channel)) continue;
            var fork = Fork(ways[i].Flow, new CalleeLine(ways[i], [.. ways.Skip(i + 1)], channel));
            if (fork.Line!.Left.Count > 0) fork.GiveUpAfter(TrunkFailure.SilenceLimit, clock);
            Start(fork, TrunkInvite.Create(_ringing!.CallerInvite, ways[i], _ringing.Address.Tenant, _ringing.Offer, stack));
            return true;
        }
        return false;
    }

    private CalleeFork Fork(SipFlow target, CalleeLine? line) => new($"b{_forks.Count + 1}", target, stack, mailbox) { StartedAt = clock.GetUtcNow(), Line = line };

    private void Start(CalleeFork fork, SipRequest invite)
    {
        WhenInviting(invite);
        _ringing!.Register(invite.CallId, invite.From.Tag!);
        _forks.Add(fork);
        fork.Ring(invite);
    }

    /// <summary>A 2xx: takes it as the winner, or hangs up on it. True: this is the answer that was waited for.</summary>
    public bool TryWin(CalleeFork fork, SipResponse response, out bool repeated)
    {
        repeated = false;
        if (fork.Dialog is { } known && known.Matches(response))
        {
            fork.Acknowledge(known); // the ACK was lost (RFC 3261 §13.2.2.4)
            repeated = true;
            return false;
        }
        var isWanted = Winner is null && fork.FinalStatus is null && Round.Contains(fork) && !fork.IsCancelled;
        fork.FinalStatus ??= response.Status;
        if (!isWanted || fork.Early.Of(fork.Invite!, response) is not { } dialog)
        {
            fork.HangUpLateAnswer(response);
            return false;
        }
        dialog.Confirm(response);
        dialog.Peer = fork.Target;
        (fork.Dialog, fork.AnsweredAt, Winner) = (dialog, clock.GetUtcNow(), fork);
        fork.Acknowledge(dialog);
        foreach (var loser in Round.Where(f => f != fork)) loser.Cancel();
        return true;
    }

    /// <summary>A final refusal, or none at all. True when this was the last phone that rang.</summary>
    public bool TryLose(CalleeFork fork, int status)
    {
        var wasWaitedFor = Winner is null && fork.FinalStatus is null && Round.Contains(fork) && !fork.IsCancelled;
        fork.FinalStatus ??= status;
        fork.EndedAt ??= clock.GetUtcNow();
        if (!wasWaitedFor) return false;
        fork.Line?.Failed(fork.Refusal);
        if (fork.Line is { Left.Count: > 0 } line && TrunkFailure.MayTryNext(status)) TryStart(line.Left);
        return Round.All(f => f.FinalStatus is not null);
    }

    /// <summary>Why the phones of this round did not answer; of a carrier, what the last way said.</summary>
    public CallOutcome Failure => Round.LastOrDefault() is { Line: not null, FinalStatus: { } last } ? TrunkFailure.Outcome(last) : Round.Select(f => f.FinalStatus).ToList() switch
    {
        var statuses when statuses.Contains(SipStatus.BusyHere) || statuses.Contains(SipStatus.BusyEverywhere) => CallOutcome.Busy,
        var statuses when statuses.Contains(SipStatus.Decline) => CallOutcome.Declined,
        var statuses when statuses.All(s => s is SipStatus.NotFound or SipStatus.ServiceUnavailable) => CallOutcome.Unavailable,
        _ => CallOutcome.NoAnswer,
    };

    /// <summary>The Reason that the carrier gave with its refusal (RFC 3326); null: none.</summary>
    public string? RefusalReason => Round.LastOrDefault()?.Refusal?.Headers["Reason"];

    /// <summary>Channels of trunks go back. Any number of times.</summary>
    public void FreeLines()
    {
        foreach (var fork in _forks) fork.Line?.Free();
    }

    /// <summary>CANCEL to those that ring, BYE to the one that answered. Any number of times.</summary>
    public void Release(CallOutcome outcome, bool peerHungUp, string? reason = null)
    {
        foreach (var fork in Round.Where(f => f.FinalStatus is null)) fork.Cancel();
        if (Winner is not { Dialog: { } dialog, EndedAt: null } winner) return;
        winner.EndedAt = clock.GetUtcNow();
        if (!peerHungUp) stack.Send(LegMessages.Bye(dialog, outcome, reason), LegAddress.Of(dialog) ?? winner.Target, IgnoredAnswer.Instance);
    }

    /// <summary>What every fork of a round is made from.</summary>
    private sealed record Ringing(SipRequest CallerInvite, CalleeAddress Address, SdpSession Offer, Action<string, string> Register);
}
