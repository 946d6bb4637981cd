using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.Sip;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Journal;

/// <summary>A phone that rings for a call whose process was killed: it gets CANCEL, and if it answers all the same, ACK and one BYE.</summary>
internal sealed class AbandonedRinging(SipStack stack, SipFlow flow) : IClientTransactionUser
{
    private const string Reason = "SIP;cause=487;text=\"edge_crashed\"";
    private bool _hungUp;

    /// <summary>Cancels what the journal has.</summary>
    public static void Cancel(RingingLeg leg, SipStack stack)
    {
        if (leg.ToInvite(out var flow) is { } invite) stack.CancelAbandoned(invite, flow, Reason, new AbandonedRinging(stack, flow));
    }

    public void OnProvisional(ClientTransaction transaction, SipResponse response) { }

    public void OnFinal(ClientTransaction transaction, SipResponse response)
    {
        if (Dialog.FromUac(transaction.Request, response) is not { } dialog) return;
        dialog.Peer = flow;
        var target = LegAddress.Of(dialog) ?? flow;
        stack.SendAck(dialog.CreateAck(transaction.Request), target);
        if (!_hungUp) stack.Send(LegMessages.Bye(dialog, CallOutcome.EdgeCrashed), target, IgnoredAnswer.Instance);
        _hungUp = true;
    }

    public void OnTimeout(ClientTransaction transaction) { }

    public void OnTransportError(ClientTransaction transaction) { }
}
