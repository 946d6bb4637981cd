using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Transactions;

/// <summary>A request of ours on its way. Made by <c>SipStack.Send</c>.</summary>
public sealed class ClientTransaction : Transaction
{
    private readonly Action<ClientTransaction> _cancel;

    internal ClientTransaction(SipRequest request, RequestWay way, IClientTransactionUser user, Action<ClientTransaction> cancel)
    {
        _cancel = cancel;
        Request = request;
        User = user;
        Way = way;
        Key = TransactionKey.ForClient(way.Via.Branch!, request.Method);
        Destination = way.Flow;
    }

    /// <summary>The request as sent, Via included. Read only.</summary>
    public SipRequest Request { get; }

    /// <summary>The flow it went out on, with its connection once that is known.</summary>
    public SipFlow Flow => Destination;

    internal RequestWay Way { get; private set; }

    internal IClientTransactionUser User { get; }

    /// <summary>The ACK for the final answer, for repetition.</summary>
    internal byte[]? Ack { get; set; }

    internal string? CancelReason { get; private set; }

    internal bool IsCancelWanted { get; set; }

    internal bool IsCancelSent { get; set; }

    /// <summary>
    /// Cancels an INVITE: the CANCEL waits for a provisional answer (RFC 3261 §9.1) and is not sent after a final one. The INVITE
    /// still ends by <see cref="IClientTransactionUser"/>: usually 487, maybe a 2xx that crossed, a timeout 64*T1 later at the latest.
    /// Does nothing to other methods.
    /// </summary>
    public void Cancel() => Cancel(null);

    /// <summary>The same, with a Reason header (RFC 3326) on the CANCEL. The first reason counts.</summary>
    public void Cancel(string? reason)
    {
        CancelReason ??= reason;
        _cancel(this);
    }

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
