using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Transactions;

/// <summary>A request of ours on its way. Made by <c>SipStack.Send</c>.</summary>
public sealed class ClientTransaction : Transaction
{
    private readonly Action<ClientTransaction> _cancel;
    private readonly SipRequest _request;
    private ClientTransaction? _successor;

    internal ClientTransaction(SipRequest request, RequestWay way, IClientTransactionUser user, Action<ClientTransaction> cancel)
    {
        _cancel = cancel;
        _request = request;
        User = user;
        Way = way;
        Key = TransactionKey.ForClient(way.Via.Branch!, request.Method);
        Destination = way.Flow;
    }

    /// <summary>The request as last sent, Via included: with credentials when it was challenged. Read only.</summary>
    public SipRequest Request => Latest._request;

    /// <summary>The flow it went out on, with its connection once that is known.</summary>
    public SipFlow Flow => Latest.Destination;

    /// <summary>The transaction that carries on with credentials, after this one ended with 401 or 407.</summary>
    internal ClientTransaction? Successor
    {
        set => Volatile.Write(ref _successor, value);
    }

    internal ClientTransaction Latest => Volatile.Read(ref _successor) ?? this;

    internal RequestWay Way { get; private set; }

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

    /// <summary>Goes over to the next way, back to its beginning; <c>false</c> when there is none, or an answer has come by this one.</summary>
    internal bool TryNextWay()
    {
        if (Way.Next is not { } next || State is not (TransactionState.Initial or TransactionState.Calling or TransactionState.Trying))
            return false;
        Way.Failures?.Add(Way.Flow);
        (Way, Destination, State) = (next, next.Flow, TransactionState.Initial);
        return true;
    }

    internal override TransactionStep Next(TransactionInput input) => Request.Method == SipMethod.Invite
        ? InviteClientMachine.Next(State, input)
        : NonInviteClientMachine.Next(State, input);
}
