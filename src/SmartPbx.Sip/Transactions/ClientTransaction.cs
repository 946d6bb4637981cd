using SmartPbx.Sip.Authentication;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Transactions;

/// <summary>A request of ours on its way. Made by <c>SipStack.Send</c>.</summary>
public sealed class ClientTransaction
{
    private readonly Action<ClientTransaction> _cancel;
    private SipRequest? _request; // null: as in the bytes that were sent
    private ClientTransaction? _successor;

    internal ClientTransaction(SipRequest request, RequestWay way, IClientTransactionUser user, Action<ClientTransaction> cancel)
    {
        _cancel = cancel;
        _request = request;
        User = user;
        Way = way;
        Record = TransactionRecord.Of(this, request, way);
    }

    /// <summary>The request as last sent, Via included: with credentials when it was challenged. Read only.</summary>
    public SipRequest Request => Latest.Read();

    /// <summary>The flow it went out on, with its connection once that is known.</summary>
    public SipFlow Flow => Latest.Record.Destination;

    /// <summary>The transaction that carries on with credentials, after this one ended with 401 or 407.</summary>
    internal ClientTransaction? Successor
    {
        set => Volatile.Write(ref _successor, value);
    }

    internal ClientTransaction Latest => Volatile.Read(ref _successor) ?? this;

    internal TransactionRecord Record { get; }

    internal RequestWay Way { get; private set; }

    internal IClientTransactionUser User { get; private set; }

    internal string? CancelReason { get; private set; }

    internal bool IsCancelWanted { get; set; }

    internal bool IsCancelSent { get; set; }

    /// <summary>
    /// Cancels an INVITE: the CANCEL waits for a provisional answer (RFC 3261 §9.1) and is not sent after a final one. The INVITE
    /// still ends by <see cref="IClientTransactionUser"/>: usually 487, maybe a 2xx that crossed, a timeout 64*T1 later at the latest.
    /// Does nothing to other methods.
    /// </summary>
    /// <param name="reason">Reason header of the CANCEL (RFC 3326); the first one counts.</param>
    public void Cancel(string? reason = null)
    {
        Latest.CancelReason ??= reason;
        _cancel(this);
    }

    /// <summary>
    /// Whatever comes from now on is for another user. From any thread. Of an answered INVITE no more than that user and the bytes of the request are kept
    /// for the rest of its time.
    /// </summary>
    public void HandOver(IClientTransactionUser user)
    {
        var latest = Latest;
        if (latest.User is AuthenticatedRequest authenticated)
            authenticated.User = user;
        else
            latest.User = user;
        if (latest.Record.State == TransactionState.Accepted)
            latest._request = null;
    }

    /// <summary>Goes over to the next way, back to its beginning; <c>false</c> when there is none, or an answer has come by this one.</summary>
    internal bool TryNextWay()
    {
        if (Way.Next is not { } next || Record.State is not (TransactionState.Initial or TransactionState.Calling or TransactionState.Trying))
            return false;
        Way.Failures?.Add(Way.Flow);
        Way = next;
        (Record.Destination, Record.Message, Record.State) = (next.Flow, next.Bytes, TransactionState.Initial);
        return true;
    }

    /// <summary>It is answered by this one.</summary>
    internal void ForgetOtherWays()
    {
        if (Way.Next is not null)
            Way = Way with { Next = null };
    }

    private SipRequest Read() => _request ?? Way.Read();
}
