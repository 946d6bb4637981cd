using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Transactions;

/// <summary>A request of ours on its way. Made by <c>SipStack.Send</c>.</summary>
public sealed class ClientTransaction : Transaction
{
    private readonly Action<ClientTransaction> _cancel;

    internal ClientTransaction(SipRequest request, byte[] bytes, IClientTransactionUser user, Action<ClientTransaction> cancel)
    {
        _cancel = cancel;
        Request = request;
        Bytes = bytes;
        User = user;
    }

    /// <summary>The request as sent, Via included. Read only.</summary>
    public SipRequest Request { get; }

    /// <summary>The flow it went out on, with its connection once that is known.</summary>
    public SipFlow Flow => Destination;

    internal byte[] Bytes { get; }

    internal IClientTransactionUser User { get; }

    /// <summary>The ACK for the final answer, for repetition.</summary>
    internal byte[]? Ack { get; set; }

    internal bool IsCancelWanted { get; set; }

    internal bool IsCancelSent { get; set; }

    /// <summary>
    /// Cancels an INVITE: the CANCEL waits for a provisional answer (RFC 3261 §9.1) and is not sent after a final one. The INVITE
    /// still ends by <see cref="IClientTransactionUser"/>: usually 487, maybe a 2xx that crossed, a timeout 64*T1 later at the latest.
    /// Does nothing to other methods.
    /// </summary>
    public void Cancel() => _cancel(this);

    internal override TransactionStep Next(TransactionInput input) => Request.Method == SipMethod.Invite
        ? InviteClientMachine.Next(State, input)
        : NonInviteClientMachine.Next(State, input);
}
