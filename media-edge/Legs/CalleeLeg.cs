using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Calls;
using SmartPbx.MediaEdge.Routing;
using SmartPbx.Sip;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>
/// Leg B: the phones of one ringing, of which the first to answer wins and the others are cancelled (SIP-6). Used by the call's mailbox
/// alone; a second ringing in the same call adds to the same list.
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

    /// <summary>Whether a phone that rings has begun this dialog (RFC 3891 §3: an early dialog of ours may be replaced).</summary>
    public bool HasEarly(Replaces replaces) =>
        Round.Any(f => f is { FinalStatus: null, IsCancelled: false, Invite: { } invite }
            && invite.CallId == replaces.CallId && invite.From.Tag == replaces.ToTag && f.Early.HasTag(replaces.FromTag));

    /// <summary>Somebody else took the call: what rings need not be shown as missed.</summary>
    public void CompleteElsewhere()
    {
        foreach (var fork in Round) fork.Cancel(completedElsewhere: true);
    }

    /// <summary>The connected phone, which from now on is released by whoever took it; null: none is connected.</summary>
    public CalleeFork? TakeWinner()
    {
        var winner = Winner is { EndedAt: null } connected ? connected : null;
        Winner = null;
        return winner;
    }

    /// <summary>Whether phones ring now.</summary>
    public bool IsRinging => Winner is null && Round.Any(f => f is { FinalStatus: null, IsCancelled: false });

    private IEnumerable<CalleeFork> Round => _forks.Skip(_firstOfRound);

    /// <summary>A new ringing: what all its INVITEs have in common. Each is told to <paramref name="register"/> before it goes out.</summary>
    public void Begin(SipRequest callerInvite, SdpSession offer, Action<string, string> register) =>
        (_firstOfRound, Winner, _ringing) = (_forks.Count, null, new Ringing(callerInvite, offer, register));

    /// <summary>Rings these phones, beside those that ring already.</summary>
    public void Ring(IReadOnlyList<RingTarget> targets, CalleeAddress address)
    {
        foreach (var target in targets)
        {
            var fork = new CalleeFork($"b{_forks.Count + 1}", target.Binding.Source, stack, mailbox)
            {
                StartedAt = clock.GetUtcNow(), Party = target.Extension,
            };
            var invite = CalleeInvite.Create(_ringing!.CallerInvite, target.Binding, address with { Extension = target.Extension }, _ringing.Offer, stack);
            WhenInviting(invite);
            _ringing.Register(invite.CallId, invite.From.Tag!);
            _forks.Add(fork);
            fork.Ring(invite);
        }
    }

    /// <summary>Their time is over, and that of the next has come.</summary>
    public void CancelRinging()
    {
        foreach (var fork in Round) fork.Cancel();
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
        foreach (var loser in Round.Where(f => f != fork)) loser.Cancel(completedElsewhere: true);
        return true;
    }

    /// <summary>A final refusal, or none at all. True when this was the last phone that rang.</summary>
    public bool TryLose(CalleeFork fork, int status)
    {
        var wasWaitedFor = Winner is null && fork.FinalStatus is null && Round.Contains(fork) && !fork.IsCancelled;
        fork.FinalStatus ??= status;
        fork.EndedAt ??= clock.GetUtcNow();
        if (wasWaitedFor && status >= 600) CancelRinging(); // RFC 3261 §16.7 step 5: it speaks for everybody
        return wasWaitedFor && !IsRinging;
    }

    /// <summary>Why the phones of this round did not answer.</summary>
    public CallOutcome Failure => BestAnswer.Outcome(BestAnswer.Of(Round.Select(f => f.FinalStatus).OfType<int>()));

    /// <summary>CANCEL to those that ring, BYE to the one that answered. Any number of times.</summary>
    public void Release(CallOutcome outcome, bool peerHungUp)
    {
        foreach (var fork in Round.Where(f => f.FinalStatus is null)) fork.Cancel();
        if (Winner is not { Dialog: { } dialog, EndedAt: null } winner) return;
        winner.EndedAt = clock.GetUtcNow();
        if (!peerHungUp) stack.Send(LegMessages.Bye(dialog, outcome), LegAddress.Of(dialog) ?? winner.Target, IgnoredAnswer.Instance);
    }

    /// <summary>What the INVITEs of one ringing have in common.</summary>
    private sealed record Ringing(SipRequest CallerInvite, SdpSession Offer, Action<string, string> Register);
}
