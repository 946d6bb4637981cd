using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Transactions;

/// <summary>A request of ours on its way. Made by <c>SipStack.Send</c>.</summary>
public sealed class ClientTransaction
{
    private readonly ITransactionHost _host;
    private readonly SipRequest _request;
    private ClientTransaction? _successor;

    internal ClientTransaction(SipRequest request, RequestWay way, IClientTransactionUser user, ITransactionHost host)
    {
        _host = host;
        _request = request;
        User = user;
        Way = way;
        Record = TransactionRecord.Of(this, request, way);
    }

    /// <summary>The request as last sent, Via included: with credentials when it was challenged. Read only.</summary>
    public SipRequest Request => Latest._request;

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

    internal IClientTransactionUser User { get; }

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
        _host.Cancel(this);
    }

    /// <summary>
    /// Nobody waits for this INVITE any more, answered or not: its user hears nothing from now on, and the stack acknowledges and hangs up each 2xx that still comes
    /// (<see cref="LateAnswers"/>). Does nothing to other methods. Cancel it first where it still rings.
    /// </summary>
    public void LetGo(LateAnswers late) => _host.LetGo(this, late);

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
}
