using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Calls;
using SmartPbx.MediaEdge.Directory;
using SmartPbx.MediaEdge.Routing;
using SmartPbx.MediaEdge.Trunks;
using SmartPbx.Sip;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;
using SmartPbx.Sip.Transactions;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>
/// Leg B: the phones of one ringing, of which the first to answer wins and the others are cancelled (SIP-6). Used by the call's mailbox
/// alone; a second ringing in the same call adds to the same list.
/// </summary>
internal sealed class CalleeLeg(SipStack stack, CallMailbox mailbox, TimeProvider clock)
{
    private readonly List<CalleeFork> _forks = [];
    private readonly HashSet<CalleeFork> _seated = [];
    private int _firstOfRound;
    private Ringing? _ringing;

    /// <summary>Sees every INVITE before it goes out.</summary>
    public Action<SipRequest> WhenInviting { get; init; } = _ => { };

    /// <summary>The leave to call out that the next fork to a carrier takes; null: it needs none.</summary>
    public Func<IDisposable?> TakePermit { get; set; } = () => null;

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
        foreach (var fork in Round) fork.Cancel(CalleeFork.CompletedElsewhere);
    }

    /// <summary>The connected phone or carrier as a leg that lives by itself, with all it holds; null: none is connected.</summary>
    public ConnectedLeg? TakeWinner(LegMedia media, bool mayBeRecorded)
    {
        var winner = Winner is { EndedAt: null } connected ? connected : null;
        Winner = null;
        if (winner is not { Dialog: { } dialog, AnsweredAt: { } answeredAt }) return null;
        _seated.Add(winner);
        return new ConnectedLeg(winner.Name, winner.Party, dialog, media, stack)
        {
            AnsweredAt = answeredAt, Trunk = winner.Line?.Way.State.Trunk.Name, Room = winner.Line, MayBeRecorded = mayBeRecorded,
        };
    }

    /// <summary>Whether phones ring now.</summary>
    public bool IsRinging => Winner is null && Round.Any(f => f is { FinalStatus: null, IsCancelled: false });

    private IEnumerable<CalleeFork> Round => _forks.Skip(_firstOfRound);

    /// <summary>A new ringing: what all its INVITEs have in common. Each is told to <paramref name="register"/> before it goes out.</summary>
    public void Begin(SipRequest callerInvite, TenantDirectory tenant, Func<SipFlow, SdpSession> offer, Action<string, string> register) =>
        (_firstOfRound, Winner, _ringing) = (_forks.Count, null, new Ringing(callerInvite, tenant, offer, register));

    /// <summary>Rings these, beside those that ring already. False: none could be rung.</summary>
    public bool Ring(IReadOnlyList<RingTarget> targets, CalleeAddress address)
    {
        var rings = false;
        foreach (var target in targets) rings |= target.Destination switch
        {
            CallDestination.Phone phone => Start(phone, target.Number, address with { Callee = target.Number }),
            CallDestination.Line line => TryStart(line.Ways, target.Number, TakePermit()),
            _ => false,
        };
        return rings;
    }

    private bool Start(CallDestination.Phone phone, string number, CalleeAddress address)
    {
        Start(Fork(phone.Binding.Source, number, null), CalleeInvite.Create(_ringing!.CallerInvite, phone.Binding, address, _ringing.Offer(phone.Binding.Source), stack));
        return true;
    }

    /// <summary>The first of these ways to a carrier that has a channel left.</summary>
    private bool TryStart(IReadOnlyList<TrunkWay> ways, string number, IDisposable? permit)
    {
        for (var i = 0; i < ways.Count; i++)
        {
            if (!ways[i].TryOpen(out var channel)) continue;
            var fork = Fork(ways[i].Flow, number, new CalleeLine(ways[i], [.. ways.Skip(i + 1)], channel, permit));
            if (fork.Line!.LeftAfter(null).Count > 0) fork.GiveUpAfter(TrunkFailure.SilenceLimit, clock);
            Start(fork, TrunkInvite.Create(_ringing!.CallerInvite, ways[i], _ringing.Tenant, _ringing.Offer(ways[i].Flow), stack));
            return true;
        }
        permit?.Dispose();
        return false;
    }

    private CalleeFork Fork(SipFlow target, string number, CalleeLine? line) =>
        new($"b{_forks.Count + 1}", target, stack, mailbox) { StartedAt = clock.GetUtcNow(), Party = number, Line = line };

    private void Start(CalleeFork fork, SipRequest invite)
    {
        WhenInviting(invite);
        _ringing!.Register(invite.CallId, invite.From.Tag!);
        _forks.Add(fork);
        fork.Ring(invite);
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
        foreach (var loser in Round.Where(f => f != fork)) loser.Cancel(CalleeFork.CompletedElsewhere);
        return true;
    }

    /// <summary>A final refusal, or none at all. True when this was the last phone that rang.</summary>
    public bool TryLose(CalleeFork fork, int status)
    {
        if (fork.Dialog is not null) return false; // it has answered before
        var wasWaitedFor = Winner is null && fork.FinalStatus is null && Round.Contains(fork) && !fork.IsCancelled;
        fork.FinalStatus ??= status;
        fork.EndedAt ??= clock.GetUtcNow();
        if (!wasWaitedFor)
        {
            fork.Line?.Dispose();
            return false;
        }
        fork.Line?.Failed(fork.Refusal);
        if (fork.Line is { } line && line.LeftAfter(fork.Refusal) is { Count: > 0 } left && TrunkFailure.MayTryNext(status)) TryStart(left, fork.Party, line.TakePermit());
        else fork.Line?.Dispose();
        if (status >= 600) CancelRinging(); // RFC 3261 §16.7 step 5: it speaks for everybody
        return !IsRinging;
    }

    /// <summary>Why the phones of this round did not answer; of a carrier, what the last way said.</summary>
    public CallOutcome Failure => Round.LastOrDefault() is { Line: not null, FinalStatus: { } last }
        ? TrunkFailure.Outcome(last)
        : BestAnswer.Outcome(BestAnswer.Of(Round.Select(f => f.FinalStatus).OfType<int>()));

    /// <summary>The Reason that the carrier gave with its refusal (RFC 3326); null: none.</summary>
    public string? RefusalReason => Round.LastOrDefault()?.Refusal?.Headers["Reason"];

    /// <summary>The call is over: nothing of it hangs on its phones any more.</summary>
    public void LetGo()
    {
        foreach (var fork in _forks) fork.LetGo();
    }

    /// <summary>What forks hold of trunks goes back, but for those that live as legs of their own. Any number of times.</summary>
    public void FreeLines()
    {
        foreach (var fork in _forks.Where(fork => !_seated.Contains(fork))) fork.Line?.Dispose();
    }

    /// <summary>CANCEL to those that ring, BYE to the one that answered. Any number of times.</summary>
    public void Release(CallOutcome outcome, bool peerHungUp, string? reason = null)
    {
        foreach (var fork in Round.Where(f => f.FinalStatus is null)) fork.Cancel(reason);
        if (Winner is not { Dialog: { } dialog, EndedAt: null } winner) return;
        winner.EndedAt = clock.GetUtcNow();
        winner.Line?.Dispose();
        if (!peerHungUp) stack.Send(LegMessages.Bye(dialog, outcome, reason), dialog.NextFlow ?? winner.Target, IgnoredOutcome.Instance);
    }

    /// <summary>What the INVITEs of one ringing have in common.</summary>
    private sealed record Ringing(SipRequest CallerInvite, TenantDirectory Tenant, Func<SipFlow, SdpSession> Offer, Action<string, string> Register);
}
