using SmartPbx.Agents.Conversations;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Identity;
using SmartPbx.MediaEdge.AgentSessions;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.MediaEdge.Routing;
using SmartPbx.MediaEdge.Supervision;
using SmartPbx.MediaEdge.Transfers;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>What a call's mailbox takes. Signalling is never dropped; <see cref="Media"/> may be.</summary>
internal abstract record CallInput
{
    /// <summary>A step of the way of an INVITE, posted by the desk that admitted it.</summary>
    public sealed record Begin(Func<Task> Work) : CallInput;

    /// <summary>CANCEL of leg A, with its Reason (RFC 3326); null: none was given.</summary>
    public sealed record Cancelled(string? Reason) : CallInput;

    /// <summary>A request inside one of the dialogs.</summary>
    public sealed record Request(LegSide Side, ServerTransaction Transaction) : CallInput;

    /// <summary>ACK of a 2xx of ours.</summary>
    public sealed record Acknowledged(LegSide Side, SipRequest Ack) : CallInput;

    /// <summary>No ACK for our final answer to the INVITE of this number.</summary>
    public sealed record AckLost(LegSide Side, uint Invite) : CallInput;

    /// <summary>A phone that is rung said something; null: it did not answer at all.</summary>
    public sealed record ForkAnswered(CalleeFork Fork, SipResponse? Response) : CallInput;

    /// <summary>Answer to a request of ours inside a dialog; null: none came.</summary>
    public sealed record Reinvited(ReinviteOutcome Outcome, ClientTransaction Transaction, SipResponse? Response) : CallInput;

    /// <summary>A timer of the call fired.</summary>
    public sealed record Elapsed(CallTimer Timer, int Generation, LegSide Side) : CallInput;

    /// <summary>Audio of the recording notice; null: it could not be made.</summary>
    public sealed record NoticeReady(ReadOnlyMemory<short>? Audio) : CallInput;

    /// <summary>The agent wants the extension rung again.</summary>
    public sealed record PersonWanted(TaskCompletionSource<TransferOutcome> Result) : CallInput;

    /// <summary>The agent no longer waits for the person.</summary>
    public sealed record PersonUnwanted(TaskCompletionSource<TransferOutcome> Result) : CallInput;

    /// <summary>INVITE that wants the place of a leg (RFC 3891).</summary>
    public sealed record TakeOver(ServerTransaction Invite, Replaces Replaces, IncomingCaller Caller) : CallInput;

    /// <summary>Another call of this tenant asks for one of our parties.</summary>
    public sealed record HandoverAsked(LegHandover Handover) : CallInput;

    /// <summary>It no longer does.</summary>
    public sealed record HandoverWithdrawn(LegHandover Handover) : CallInput;

    /// <summary>The party that we asked another call for rings there, and will come when it answers.</summary>
    public sealed record HandoverRings(LegHandover Handover) : CallInput;

    /// <summary>The other party of the other call is the voice agent, by the rule of this route: the agent comes.</summary>
    public sealed record AgentOffered(LegHandover Handover, CallRoute Route) : CallInput;

    /// <summary>The party that we asked another call for.</summary>
    public sealed record LegArrived(LegHandover Handover, ConnectedLeg Leg, CallId From) : CallInput;

    /// <summary>The other call did not give it.</summary>
    public sealed record HandoverRefused(LegHandover Handover, CallOutcome Reason) : CallInput;

    /// <summary>The conversation came back; null: it failed.</summary>
    public sealed record AgentEnded(AgentSession Session, ConversationEnd? End) : CallInput;

    /// <summary>Something about a supervisor.</summary>
    public sealed record Supervised(SupervisionInput Input) : CallInput;

    /// <summary>The drain's time is over.</summary>
    public sealed record DrainOver : CallInput;

    /// <summary>Something of the relay.</summary>
    public abstract record Media : CallInput;

    /// <summary>A key of RFC 4733 or in-band.</summary>
    public sealed record Digit(LegSide Side, PressedKey Key) : Media;

    /// <summary>A key of a supervisor's phone.</summary>
    public sealed record SupervisorKey(SupervisionId Supervision, PressedKey Key) : Media;

    /// <summary>A supervisor's phone sends nothing.</summary>
    public sealed record SupervisorLost(SupervisionId Supervision) : Media;

    /// <summary>The peer sends nothing.</summary>
    public sealed record MediaLost(LegSide Side) : Media;
}
