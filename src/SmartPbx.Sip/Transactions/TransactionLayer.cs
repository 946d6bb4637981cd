using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions.Settled;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Transactions;

/// <summary>
/// Finds the transaction of a message, or makes it, and feeds its machine. Belongs to the loop; nothing here is thread-safe.
/// </summary>
internal sealed class TransactionLayer
{
    private readonly SipStackOptions _options;
    private readonly ITransactionHost _host;
    private readonly TimerQueue _timers;
    private readonly TransactionTable _table = new();
    private readonly SettledTransactions _settled;
    private readonly TransactionRunner _runner;
    private readonly char[] _keyRoom = new char[TransactionKey.MaxLength]; // one key at a time; room on the stack would be cleared for each message

    public TransactionLayer(SipStackOptions options, ITransactionHost host, TimerQueue timers, SettledTransactions settled)
    {
        (_options, _host, _timers, _settled) = (options, host, timers, settled);
        _runner = new TransactionRunner(options, host, timers, _table, settled);
    }

    public int Count => _table.Count + _settled.Count;

    public void StartClient(ClientTransaction transaction)
    {
        if (IsFullFor(transaction.Request) || !_table.TryAddClient(transaction.Record))
            RefuseClient(transaction);
        else
            _runner.Feed(transaction.Record, TransactionInput.Start);
    }

    /// <summary>A request that cannot be sent at all.</summary>
    public void RefuseClient(ClientTransaction transaction)
    {
        transaction.Record.State = TransactionState.Terminated;
        _host.Tell(static (_, failed) => failed.User.OnTransportError(failed), transaction);
    }

    /// <summary>RFC 3261 §9.1: a CANCEL before any provisional could overtake its INVITE, so it waits.</summary>
    public void Cancel(ClientTransaction transaction)
    {
        if (transaction.Record.Kind != TransactionKind.InviteClient || transaction.IsCancelSent)
            return;
        transaction.IsCancelWanted = true;
        if (transaction.Record.State == TransactionState.Proceeding)
            SendCancel(transaction);
    }

    /// <summary>Takes up an INVITE that was sent before this layer existed. Its peer has long answered provisionally, or will not know the CANCEL.</summary>
    public void CancelAbandoned(ClientTransaction invite)
    {
        if (IsFullFor(invite.Request) || !_table.TryAddClient(invite.Record))
            return;
        invite.Record.State = TransactionState.Proceeding;
        Cancel(invite);
    }

    /// <summary>Nobody waits for the answer to this INVITE any more. One that is over needs nothing.</summary>
    public void LetGo(ClientTransaction transaction, LateAnswers late)
    {
        if (transaction.Record is { Kind: TransactionKind.InviteClient, State: not TransactionState.Terminated } invite)
            _runner.LetGo(invite, late);
    }

    public void Respond(ServerTransaction transaction, ServerAnswer answer) => _runner.Respond(transaction.Record, answer);

    public void FireTimers() => _runner.FireTimers();

    /// <summary>RFC 3261 §18.4: a connection is over.</summary>
    public void Lose(SipFlow flow) => _runner.Lose(flow.ConnectionId);

    /// <summary>Takes a valid response.</summary>
    public void ReceiveResponse(SipMessageView view)
    {
        // More than one Via: the response is not for us (§8.1.3.3; bcast of RFC 4475).
        if (view.CountValues(SipHeaderId.Via) != 1)
            return;
        var key = new TransactionKey(_keyRoom);
        key.ForResponse(view);
        var input = view.Status switch
        {
            < 200 => TransactionInput.Provisional,
            < 300 => TransactionInput.Success,
            _ => TransactionInput.Failure,
        };
        if (_table.FindClient(key.Text) is { } transaction)
            Receive(transaction, input, view);
        else if (_settled.TryFindClient(key.Text, out var settled))
            _runner.Feed(settled, input, view);
        // Neither: a stray answer, or a 2xx long after the end. Nobody could use it (RFC 6026 §8.5).
    }

    /// <summary>Takes a valid request.</summary>
    public void ReceiveRequest(SipMessageView view, SipFlow flow)
    {
        bool isAck = view.Method.SequenceEqual("ACK"u8);
        var key = new TransactionKey(_keyRoom);
        key.ForRequest(view, isAck ? "INVITE"u8 : view.Method);
        if (key.IsTooLong)
            _host.User.OnMalformed(flow, new SipParseError(SipParseErrorCode.HeaderTooLong, 0));
        else if (_table.FindServer(key.Text) is { } known)
            _runner.Feed(known, isAck ? TransactionInput.Ack : TransactionInput.Request, isAck ? view.ToRequest() : null);
        else if (_settled.TryFindServer(key.Text, out var settled))
            _runner.Feed(settled, isAck ? TransactionInput.Ack : TransactionInput.Request, view);
        else if (isAck)
            ReceiveSuccessAck(view, flow);
        else
            ReceiveNewRequest(view, flow, key.Text.ToString());
    }

    private void Receive(TransactionRecord transaction, TransactionInput input, SipMessageView view)
    {
        bool isRead = transaction.Next(input).Actions.Has(TransactionActions.PassResponse | TransactionActions.SendAck);
        _runner.Feed(transaction, input, isRead ? view.ToResponse() : null);
        if (transaction is { State: TransactionState.Proceeding, Client: { IsCancelWanted: true } cancelled })
            SendCancel(cancelled);
    }

    // The ACK of a 2xx is a transaction of its own (§17.1.1.3): it finds its INVITE by the dialog.
    private void ReceiveSuccessAck(SipMessageView view, SipFlow flow)
    {
        var key = new TransactionKey(_keyRoom);
        key.ForAck(view);
        if (_settled.HasAck(key.Text))
            return; // again
        var ack = view.ToRequest();
        if (_table.FindByAck(key.Text) is { } invite)
            _runner.Feed(invite, TransactionInput.Ack, ack);
        else
            _host.Tell(static (user, late) => user.OnAck(late.ack, late.flow), (ack, flow));
    }

    private void ReceiveNewRequest(SipMessageView view, SipFlow flow, string key)
    {
        var request = view.ToRequest();
        request.TopVia = ResponseRoute.Complete(request.TopVia!, flow.Remote);
        var transaction = new ServerTransaction(key, request, flow, request.To.Tag ?? _options.Tokens.NewTag(), _host);
        if (IsFullFor(request))
        {
            RefuseStatelessly(transaction, SipStatus.ServiceUnavailable);
            return;
        }
        if (request.Method == SipMethod.Cancel && TryReceiveCancel(view, transaction))
            return;
        if (request.To.Tag is null && request.Method != SipMethod.Cancel && !TryClaimMerge(view, transaction.Record))
        {
            RefuseStatelessly(transaction, SipStatus.LoopDetected);
            return;
        }
        _table.AddServer(transaction.Record);
        _runner.Feed(transaction.Record, TransactionInput.Start);
    }

    // §9.2: the CANCEL has the branch of its INVITE; it is answered 200 whatever the INVITE's state, and ends only a pending one.
    private bool TryReceiveCancel(SipMessageView view, ServerTransaction cancel)
    {
        var key = new TransactionKey(_keyRoom);
        key.ForRequest(view, "INVITE"u8);
        var invite = _table.FindServer(key.Text);
        string? localTag = invite?.LocalTag ?? (_settled.TryFindServer(key.Text, out var settled) ? settled.LocalTag : null);
        if (localTag is null)
            return false;
        _table.AddServer(cancel.Record);
        cancel.Record.State = TransactionState.Trying;
        // "The To tag of the response to the CANCEL and that in the response to the original request SHOULD be the same."
        var response = SipResponse.For(cancel.Request, SipStatus.Ok);
        response.To = response.To.WithTag(localTag);
        Respond(cancel, ServerAnswer.For(cancel, response, _options.Product));
        if (invite is not { State: TransactionState.Proceeding, Server: { } cancelled })
            return true;
        cancelled.CancelReason ??= cancel.Request.Headers.Has("Reason") ? string.Join(", ", cancel.Request.Headers.All("Reason")) : null;
        _host.Tell(static (user, pending) => user.OnCancel(pending), cancelled);
        return true;
    }

    // §8.2.2.2: same From tag, Call-ID and CSeq by another path is the same request, forked and merged.
    private bool TryClaimMerge(SipMessageView view, TransactionRecord transaction)
    {
        var key = new TransactionKey(_keyRoom);
        key.ForMerge(view);
        return !_settled.HasMerged(key.Text) && _table.TryClaimMerge(transaction, key.Text);
    }

    private void RefuseStatelessly(ServerTransaction transaction, int status)
    {
        var response = transaction.CreateResponse(status);
        if (status == SipStatus.ServiceUnavailable)
            response.Headers.Set("Retry-After", "5");
        _host.TrySend(ServerAnswer.For(transaction, response, _options.Product).Bytes, transaction.Record.Destination, out _);
    }

    // What belongs to a running call gets the room that new ones are refused.
    private bool IsFullFor(SipRequest request)
    {
        bool isOfCall = request.To.Tag is not null || request.Method == SipMethod.Cancel;
        return Count >= (isOfCall ? 2L : 1L) * _options.Limits.MaxTransactions;
    }

    private void SendCancel(ClientTransaction invite)
    {
        invite.IsCancelSent = true;
        _timers.Add(invite.Record, TransactionInput.TimerCancel, _options.Timers.Timeout);
        var request = HopByHopRequest.Cancel(invite.Way.Read());
        if (invite.CancelReason is not null)
            request.Headers.Set("Reason", invite.CancelReason);
        StartClient(new ClientTransaction(request, new RequestWay(invite.Record.Destination, request.ToBytes()), IgnoredOutcome.Instance, _host));
    }
}
