using SmartPbx.MediaEdge.Legs;
using SmartPbx.Sip;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>
/// Brings the answer to a request of ours inside a dialog to the mailbox. When the call is over by then (a BYE has crossed it), a 2xx is still
/// acknowledged, or the peer would repeat it for half a minute.
/// </summary>
internal sealed class ReinviteOutcome(LegSide side, Dialog dialog, SipStack stack, CallMailbox mailbox) : IClientTransactionUser
{
    public LegSide Side => side;

    public void OnProvisional(ClientTransaction transaction, SipResponse response) { }

    public void OnFinal(ClientTransaction transaction, SipResponse response)
    {
        if (!mailbox.TryHandle(new CallInput.Reinvited(this, transaction, response))) AcknowledgeLate(transaction, response);
    }

    public void OnTimeout(ClientTransaction transaction) => mailbox.TryHandle(new CallInput.Reinvited(this, transaction, null));

    public void OnTransportError(ClientTransaction transaction) => mailbox.TryHandle(new CallInput.Reinvited(this, transaction, null));

    /// <summary>For an answer that nobody reads any more.</summary>
    public void AcknowledgeLate(ClientTransaction transaction, SipResponse response)
    {
        if (response.IsSuccess && transaction.Request.Method == SipMethod.Invite && dialog.NextFlow is { } target) stack.SendAck(dialog.CreateAck(transaction.Request), target);
    }
}
