using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Transactions;

/// <summary>
/// Runs the four machines: finds the transaction of a message, feeds the machine, and carries out its actions. Belongs to the
/// loop; nothing here is thread-safe.
/// </summary>
internal sealed class TransactionLayer(SipStackOptions options, ITransactionHost host, TimerQueue timers)
{
    private readonly Dictionary<string, ClientTransaction> _clients = [];
    private readonly Dictionary<string, ServerTransaction> _servers = [];
    private readonly Dictionary<string, ServerTransaction> _byAck = [];
    private readonly Dictionary<string, ServerTransaction> _byMerge = [];
    private readonly ConnectionUsers _connections = new();

    public int Count => _clients.Count + _servers.Count;

    public void StartClient(ClientTransaction transaction)
    {
        if (IsFullFor(transaction.Request) || !_clients.TryAdd(transaction.Key, transaction))
            RefuseClient(transaction);
        else
            Feed(transaction, TransactionInput.Start);
    }

    /// <summary>A request that cannot be sent at all.</summary>
    public void RefuseClient(ClientTransaction transaction)
    {
        transaction.State = TransactionState.Terminated;
        host.Call(static (_, failed) => failed.User.OnTransportError(failed), transaction);
    }

    /// <summary>RFC 3261 §9.1: a CANCEL before any provisional could overtake its INVITE, so it waits.</summary>
    public void Cancel(ClientTransaction transaction)
    {
        if (transaction.Request.Method != SipMethod.Invite || transaction.IsCancelSent)
            return;
        transaction.IsCancelWanted = true;
        if (transaction.State == TransactionState.Proceeding)
            SendCancel(transaction);
    }

    /// <summary>Takes up an INVITE that was sent before this layer existed. Its peer has long answered provisionally, or will not know the CANCEL.</summary>
    public void CancelAbandoned(ClientTransaction invite)
    {
        if (IsFullFor(invite.Request) || !_clients.TryAdd(invite.Key, invite))
            return;
        invite.State = TransactionState.Proceeding;
        Cancel(invite);
    }

    public void Respond(ServerTransaction transaction, ServerAnswer answer)
    {
        bool mayAnswer = transaction.State is TransactionState.Proceeding or TransactionState.Trying;
        if (!mayAnswer)
            return;
        transaction.LastResponse = answer.Bytes;
        if (answer.AckKey is not null && _byAck.TryAdd(answer.AckKey, transaction))
            transaction.AckKey = answer.AckKey;
        Feed(transaction, answer.Status switch
        {
            < 200 => TransactionInput.SendProvisional,
            < 300 => TransactionInput.SendSuccess,
            _ => TransactionInput.SendFailure,
        });
    }

    public void FireTimers()
    {
        while (timers.TryTake(out var transaction, out var timer))
            Feed(transaction, timer);
    }

    /// <summary>RFC 3261 §18.4: a connection is over, and with it whatever waits on it and has no other way.</summary>
    public void Lose(SipFlow flow)
    {
        foreach (var transaction in _connections.Take(flow.ConnectionId))
            Fail(transaction, unsent: null);
    }

    /// <summary>Takes a valid response.</summary>
    public void ReceiveResponse(SipMessageView view)
    {
        // More than one Via: the response is not for us (§8.1.3.3; bcast of RFC 4475).
        if (view.CountValues(SipHeaderId.Via) != 1)
            return;
        var key = new TransactionKey(stackalloc char[TransactionKey.MaxLength]);
        key.ForResponse(view);
        // No transaction: a stray answer, or a 2xx long after the end. Nobody could use it (RFC 6026 §8.5).
        if (!_clients.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key.Text, out var transaction))
            return;
        var input = view.Status switch
        {
            < 200 => TransactionInput.Provisional,
            < 300 => TransactionInput.Success,
            _ => TransactionInput.Failure,
        };
        // The response is made only if someone will read it: repeated finals end here.
        var passes = transaction.Next(input).Actions & (TransactionActions.PassResponse | TransactionActions.SendAck);
        Feed(transaction, input, passes == TransactionActions.None ? null : view.ToResponse());
        if (transaction.IsCancelWanted && transaction.State == TransactionState.Proceeding)
            SendCancel(transaction);
    }

    /// <summary>Takes a valid request.</summary>
    public void ReceiveRequest(SipMessageView view, SipFlow flow)
    {
        bool isAck = view.Method.SequenceEqual("ACK"u8);
        var key = new TransactionKey(stackalloc char[TransactionKey.MaxLength]);
        key.ForRequest(view, isAck ? "INVITE"u8 : view.Method);
        if (key.IsTooLong)
        {
            host.User.OnMalformed(flow, new SipParseError(SipParseErrorCode.HeaderTooLong, 0));
            return;
        }
        if (_servers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key.Text, out var known))
            Feed(known, isAck ? TransactionInput.Ack : TransactionInput.Request, isAck ? view.ToRequest() : null);
        else if (isAck)
            ReceiveSuccessAck(view, flow);
        else
            ReceiveNewRequest(view, flow, key.Text.ToString());
    }

    // The ACK of a 2xx is a transaction of its own (§17.1.1.3): it finds its INVITE by the dialog.
    private void ReceiveSuccessAck(SipMessageView view, SipFlow flow)
    {
        var key = new TransactionKey(stackalloc char[TransactionKey.MaxLength]);
        key.ForAck(view);
        var ack = view.ToRequest();
        if (_byAck.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key.Text, out var invite))
            Feed(invite, TransactionInput.Ack, ack);
        else
            host.Call(static (user, late) => user.OnAck(late.ack, late.flow), (ack, flow));
    }

    private void ReceiveNewRequest(SipMessageView view, SipFlow flow, string key)
    {
        var request = view.ToRequest();
        request.TopVia = ResponseRoute.Complete(request.TopVia!, flow.Remote);
        var transaction = new ServerTransaction(request, flow, request.To.Tag ?? options.Tokens.NewTag(), host.Respond)
        {
            Key = key,
            Destination = ResponseRoute.For(request.TopVia, flow),
            AfterLoss = ResponseRoute.AfterLoss(request.TopVia, flow),
        };
        if (IsFullFor(request))
        {
            RefuseStatelessly(transaction, SipStatus.ServiceUnavailable);
            return;
        }
        if (request.Method == SipMethod.Cancel && TryReceiveCancel(view, transaction))
            return;
        if (request.To.Tag is null && request.Method != SipMethod.Cancel && !TryClaimMerge(view, transaction))
        {
            RefuseStatelessly(transaction, SipStatus.LoopDetected);
            return;
        }
        _servers.Add(key, transaction);
        Feed(transaction, TransactionInput.Start);
    }

    // §9.2: the CANCEL has the branch of its INVITE; it is answered 200 whatever the INVITE's state, and ends only a pending one.
    private bool TryReceiveCancel(SipMessageView view, ServerTransaction cancel)
    {
        var key = new TransactionKey(stackalloc char[TransactionKey.MaxLength]);
        key.ForRequest(view, "INVITE"u8);
        if (!_servers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key.Text, out var invite))
            return false;
        _servers.Add(cancel.Key, cancel);
        cancel.State = TransactionState.Trying;
        // "The To tag of the response to the CANCEL and that in the response to the original request SHOULD be the same."
        var response = SipResponse.For(cancel.Request, SipStatus.Ok);
        response.To = response.To.WithTag(invite.LocalTag);
        Respond(cancel, ServerAnswer.For(cancel, response, options.Product));
        if (invite.State != TransactionState.Proceeding)
            return true;
        invite.CancelReason ??= cancel.Request.Headers.Has("Reason") ? string.Join(", ", cancel.Request.Headers.All("Reason")) : null;
        host.Call(static (user, cancelled) => user.OnCancel(cancelled), invite);
        return true;
    }

    // §8.2.2.2: same From tag, Call-ID and CSeq by another path is the same request, forked and merged.
    private bool TryClaimMerge(SipMessageView view, ServerTransaction transaction)
    {
        var key = new TransactionKey(stackalloc char[TransactionKey.MaxLength]);
        key.ForMerge(view);
        transaction.MergeKey = key.Text.ToString();
        return _byMerge.TryAdd(transaction.MergeKey, transaction);
    }

    private void RefuseStatelessly(ServerTransaction transaction, int status)
    {
        var response = transaction.CreateResponse(status);
        if (status == SipStatus.ServiceUnavailable)
            response.Headers.Set("Retry-After", "5");
        host.TrySend(ServerAnswer.For(transaction, response, options.Product).Bytes, transaction.Destination, out _);
    }

    // What belongs to a running call gets the room that new ones are refused.
    private bool IsFullFor(SipRequest request)
    {
        bool isOfCall = request.To.Tag is not null || request.Method == SipMethod.Cancel;
        return Count >= (isOfCall ? 2L : 1L) * options.Limits.MaxTransactions;
    }

    private void SendCancel(ClientTransaction invite)
    {
        invite.IsCancelSent = true;
        timers.Add(invite, TransactionInput.TimerCancel, options.Timers.Timeout);
        var request = HopByHopRequest.Cancel(invite.Request, invite.Way.Via);
        if (invite.CancelReason is not null)
            request.Headers.Set("Reason", invite.CancelReason);
        StartClient(new ClientTransaction(request, new RequestWay(invite.Destination, invite.Way.Via, request.ToBytes()), IgnoredOutcome.Instance, static _ => { }));
    }

    private void Feed(Transaction transaction, TransactionInput input, SipMessage? message = null)
    {
        var (next, actions) = transaction.Next(input);
        if (next != transaction.State)
            transaction.Repeats = 0;
        transaction.State = next;
        if (actions != TransactionActions.None)
        {
            StartTimers(transaction, actions);
            if (transaction is ClientTransaction client)
                Perform(client, actions, (SipResponse?)message);
            else
                Perform((ServerTransaction)transaction, actions, (SipRequest?)message);
        }
        if (transaction.State == TransactionState.Terminated)
            Forget(transaction);
    }

    private void Perform(ClientTransaction transaction, TransactionActions actions, SipResponse? response)
    {
        if (actions.HasFlag(TransactionActions.SendRequest))
            Send(transaction, transaction.Way.Bytes);
        if (actions.HasFlag(TransactionActions.SendAck))
            Send(transaction, transaction.Ack ??= HopByHopRequest.Ack(transaction.Request, transaction.Way.Via, response!).ToBytes());
        if (actions.HasFlag(TransactionActions.PassResponse))
            host.Call(static (_, passed) => Pass(passed.transaction, passed.response), (transaction, response: response!));
        if (actions.HasFlag(TransactionActions.InformTimeout))
            host.Call(static (_, ended) => ended.User.OnTimeout(ended), transaction);
        if (actions.HasFlag(TransactionActions.InformTransportError))
            host.Call(static (_, ended) => ended.User.OnTransportError(ended), transaction);
    }

    private static void Pass(ClientTransaction transaction, SipResponse response)
    {
        if (response.IsProvisional)
            transaction.User.OnProvisional(transaction, response);
        else
            transaction.User.OnFinal(transaction, response);
    }

    private void Perform(ServerTransaction transaction, TransactionActions actions, SipRequest? ack)
    {
        if (actions.HasFlag(TransactionActions.SendResponse) && transaction.LastResponse is { } last)
            Send(transaction, last);
        if (actions.HasFlag(TransactionActions.SendTrying) && transaction.LastResponse is null)
            Respond(transaction, ServerAnswer.For(transaction, transaction.CreateResponse(SipStatus.Trying), options.Product));
        if (actions.HasFlag(TransactionActions.PassRequest))
            host.Call(static (user, fresh) => user.OnRequest(fresh), transaction);
        if (actions.HasFlag(TransactionActions.PassAck))
            host.Call(static (user, passed) => user.OnAck(passed.ack, passed.Flow), (ack: ack!, transaction.Flow));
        if (actions.HasFlag(TransactionActions.InformTimeout))
            host.Call(static (user, ended) => user.OnAckTimeout(ended), transaction);
        if (actions.HasFlag(TransactionActions.InformTransportError))
            host.Call(static (user, ended) => user.OnTransportError(ended), transaction);
    }

    private void Send(Transaction transaction, byte[] message)
    {
        if (host.TrySend(message, transaction.Destination, out var taken))
        {
            transaction.Destination = taken;
            _connections.Move(transaction, taken.ConnectionId);
        }
        else
        {
            Fail(transaction, message);
        }
    }

    // A transport error ends the transaction, unless it has another way (§18.1.1 from TCP back to UDP, §18.2.2 to the Via).
    private void Fail(Transaction transaction, byte[]? unsent)
    {
        if (transaction is ClientTransaction client && client.TryNextWay())
            Feed(client, TransactionInput.Start);
        else if (transaction is ServerTransaction server && server.TryAfterLoss())
            SendAgain(server, unsent);
        else
            Feed(transaction, TransactionInput.TransportError);
    }

    private void SendAgain(ServerTransaction transaction, byte[]? unsent)
    {
        if (unsent is not null)
            Send(transaction, unsent);
    }

    private void StartTimers(Transaction transaction, TransactionActions actions)
    {
        if (actions.HasFlag(TransactionActions.StartTrying))
            StartTrying(transaction);
        foreach (var (action, timer) in TransactionTimerTable.Timers)
        {
            if (!actions.HasFlag(action))
                continue;
            bool isRepeating = timer is TransactionInput.TimerA or TransactionInput.TimerE or TransactionInput.TimerG
                or TransactionInput.TimerSuccess;
            int repeats = isRepeating ? transaction.Repeats++ : 0;
            if (options.Timers.DurationOf(timer, repeats, transaction.State, transaction.Destination.Kind.IsReliable()) is { } delay)
                timers.Add(transaction, timer, delay);
        }
    }

    private void StartTrying(Transaction transaction)
    {
        if (options.TryingDelay > TimeSpan.Zero)
            timers.Add(transaction, TransactionInput.TimerTrying, options.TryingDelay);
        else
            Feed(transaction, TransactionInput.TimerTrying);
    }

    private void Forget(Transaction transaction)
    {
        _connections.Remove(transaction);
        if (transaction is ClientTransaction)
        {
            _clients.Remove(transaction.Key);
            return;
        }
        var server = (ServerTransaction)transaction;
        _servers.Remove(server.Key);
        if (server.AckKey is not null)
            _byAck.Remove(server.AckKey);
        if (server.MergeKey is not null)
            _byMerge.Remove(server.MergeKey);
    }
}
