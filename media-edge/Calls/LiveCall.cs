using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Admission;
using SmartPbx.MediaEdge.AgentSessions;
using SmartPbx.MediaEdge.Cdr;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.MediaEdge.Routing;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>Everything that one call knows. Belongs to its mailbox's reader; nobody else touches it, so nothing is locked.</summary>
internal sealed class LiveCall
{
    public required IncomingCaller From { get; init; }
    public required CallerLeg Caller { get; init; }
    public required CalleeLeg Callee { get; init; }
    public required CallMedia Media { get; init; }
    public required CallEvents Events { get; init; }
    public required CallMailbox Mailbox { get; init; }
    public required CallTrace Trace { get; init; }
    public required CallTimers Timers { get; init; }
    public required LegSessions Sessions { get; init; }
    public required CdrDraft Cdr { get; set; }

    public CallPhase Phase { get; set; } = CallPhase.Opening;
    public CallRoute? Route { get; set; }

    /// <summary>How the call ended; set with <see cref="CallPhase.Ended"/>.</summary>
    public CallOutcome? Outcome { get; set; }
    public DateTimeOffset EndedAt { get; set; }

    /// <summary>Leg A hung up by itself: it needs no BYE.</summary>
    public bool CallerHungUp { get; set; }
    public bool CalleeHungUp { get; set; }

    /// <summary>The Reason header with which one side ended the call, for the other (RFC 3326); null: none was given.</summary>
    public string? PeerReason { get; set; }

    /// <summary>The 200 of leg B: what its phone understands.</summary>
    public Sip.Messages.SipResponse? CalleeAnswer { get; set; }

    public AgentSession? Agent { get; set; }

    /// <summary>Whom the agent talks with: the caller, or a callee whom the caller has sent to it.</summary>
    public LegSide AgentPartner { get; set; } = LegSide.Caller;

    public ConversationLedger Conversations { get; } = new();

    /// <summary>Room taken at admission, given back at the end.</summary>
    public required AdmissionTicket Ticket { get; init; }

    /// <summary>What a peer said of itself when the call began.</summary>
    public Sip.Messages.SipMessage? PeerMessage(LegSide side) => side == LegSide.Caller ? Caller.Invite.Request : CalleeAnswer;

    /// <summary>Everybody who was ever rung to listen in.</summary>
    public List<Supervision.SupervisorLeg> Supervisors { get; } = [];

    /// <summary>Who sits where since the first transfer.</summary>
    public CallSeats Seats { get; } = new();

    public Sip.Dialogs.Dialog? DialogOf(LegSide side) =>
        Seats.IsFilled(side) ? Seats.Of(side)?.Dialog : side == LegSide.Caller ? Caller.Dialog : Callee.Dialog;

    /// <summary>This side hung up by itself and needs no BYE.</summary>
    public void HangsUp(LegSide side)
    {
        if (Seats.Of(side) is { } seated) seated.HungUp = true;
        else if (side == LegSide.Caller) CallerHungUp = Caller.IsAnswered;
        else CalleeHungUp = true;
    }

    /// <summary>The dialog of a peer's request; also one that only rings.</summary>
    public Sip.Dialogs.Dialog? DialogOf(LegSide side, Sip.Messages.SipRequest request) =>
        DialogOf(side) is { } dialog && dialog.Matches(request) ? dialog
        : Callee.Forks.Where(fork => fork.Dialog is null).Select(fork => fork.Early.Of(request)).FirstOrDefault(early => early is not null);
}
