using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Calls;
using SmartPbx.Sip;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>
/// One phone that is rung. Answers go to the call's mailbox; when the call is over, an answer that comes late is acknowledged and hung up
/// right here (RFC 3261 §9.1: a 200 may cross the CANCEL).
/// </summary>
internal sealed class CalleeFork(string name, SipFlow target, SipStack stack, CallMailbox mailbox) : IClientTransactionUser
{
    private ClientTransaction? _transaction;

    /// <summary><c>b1</c>, <c>b2</c>… as the CDR says.</summary>
    public string Name => name;

    public SipFlow Target => target;

    /// <summary>The INVITE as sent.</summary>
    public SipRequest? Invite => _transaction?.Request;

    /// <summary>Final status; null while it rings.</summary>
    public int? FinalStatus { get; set; }

    /// <summary>The dialog once it has answered.</summary>
    public Dialog? Dialog { get; set; }

    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? AnsweredAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }

    public void Ring(SipRequest invite) => _transaction = stack.Send(invite, target, this);

    /// <summary>Whether we gave up on it; an answer that comes yet is late.</summary>
    public bool IsCancelled { get; private set; }

    public void Cancel()
    {
        if (FinalStatus is not null || IsCancelled) return;
        IsCancelled = true;
        _transaction?.Cancel();
    }

    /// <summary>ACK for a 2xx that we want or wanted.</summary>
    public void Acknowledge(Dialog dialog) => stack.SendAck(dialog.CreateAck(Invite!), LegAddress.Of(dialog) ?? target);

    /// <summary>ACK and BYE for a 2xx that nobody wants any more.</summary>
    public void HangUpLateAnswer(SipResponse response) => HangUpLateAnswer(_transaction!, response);

    public void OnProvisional(ClientTransaction transaction, SipResponse response) => mailbox.TryPost(new CallInput.ForkAnswered(this, response));

    public void OnFinal(ClientTransaction transaction, SipResponse response)
    {
        if (!mailbox.TryPost(new CallInput.ForkAnswered(this, response)) && response.IsSuccess) HangUpLateAnswer(transaction, response);
    }

    public void OnTimeout(ClientTransaction transaction) => mailbox.TryPost(new CallInput.ForkAnswered(this, null));

    public void OnTransportError(ClientTransaction transaction) => mailbox.TryPost(new CallInput.ForkAnswered(this, null));

    private void HangUpLateAnswer(ClientTransaction transaction, SipResponse response)
    {
        if (Dialog.FromUac(transaction.Request, response) is not { } dialog) return;
        dialog.Peer = target;
        var address = LegAddress.Of(dialog) ?? target;
        stack.SendAck(dialog.CreateAck(transaction.Request), address);
        stack.Send(LegMessages.Bye(dialog, CallOutcome.Cancelled), address, IgnoredAnswer.Instance);
    }
}
