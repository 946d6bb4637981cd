using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Identity;
using SmartPbx.MediaEdge.Calls;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.MediaEdge.Routing;
using SmartPbx.Sip.Dialogs;

namespace SmartPbx.MediaEdge.Transfers;

/// <summary>
/// One call asks another for the party that a REFER with Replaces names. Each call touches only its own state: the question and the answer go
/// through the two mailboxes, and a call that is over answers by having closed its own.
/// </summary>
/// <param name="Replaces">The transferor's dialog in the other call.</param>
/// <param name="Tenant">Of the asking call.</param>
/// <param name="Transferor">The leg that sent the REFER: the other call's dialog must be of the same party.</param>
/// <param name="Asking">The call that asks.</param>
/// <param name="Mailbox">Where the answer goes.</param>
/// <param name="Register">Leads the leg's requests to the asking call.</param>
internal sealed record LegHandover(
    Replaces Replaces, TenantId Tenant, ConnectedLeg Transferor, CallId Asking, CallMailbox Mailbox, Action<string, string> Register)
{
    /// <summary>Whether the transferor means this dialog of the other call.</summary>
    public bool Names(Dialog dialog) =>
        dialog.State.CallId == Replaces.CallId && dialog.State.LocalTag == Replaces.ToTag && dialog.State.RemoteTag == Replaces.FromTag;

    /// <summary>The other call has no such dialog, or will not part with its party.</summary>
    public void Refuse(CallOutcome reason) => Mailbox.TryPost(new CallInput.HandoverRefused(this, reason));

    /// <summary>The party rings yet: it comes when it answers.</summary>
    public void Ring() => Mailbox.TryPost(new CallInput.HandoverRings(this));

    /// <summary>The party is the voice agent.</summary>
    public void OfferAgent(CallRoute route) => Mailbox.TryPost(new CallInput.AgentOffered(this, route));

    /// <summary>Hands the leg over; a call that is over by now lets go of it.</summary>
    public void Give(ConnectedLeg leg, CallId from)
    {
        var arrival = new CallInput.LegArrived(this, leg, from);
        // The leg's next requests follow it into the same mailbox, so they come after it.
        if (Mailbox.TryPost(arrival)) Register(leg.Dialog.State.CallId, leg.Dialog.State.LocalTag);
        else LetGo(arrival);
    }

    /// <summary>Nobody wants the leg any more: BYE, and everything it holds is returned.</summary>
    public static void LetGo(CallInput.LegArrived arrival)
    {
        arrival.Leg.Release(CallOutcome.Cancelled, arrival.Leg.AnsweredAt);
        arrival.Leg.Media.Dispose();
    }
}
