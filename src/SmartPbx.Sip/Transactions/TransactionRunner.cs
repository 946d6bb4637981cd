using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions.Settled;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Transactions;

/// <summary>Feeds the machines and carries out what they say: timers, messages, callbacks. Belongs to the loop.</summary>
internal sealed class TransactionRunner(SipStackOptions options, ITransactionHost host, TimerQueue timers, TransactionTable table, SettledTransactions settled)
{
    private readonly ConnectionUsers _connections = new();

    public void Feed(TransactionRecord transaction, TransactionInput input, SipMessage? message = null)
    {
        var (next, actions) = transaction.Next(input);
        if (next != transaction.State)
            Enter(transaction, next);
        if (actions != TransactionActions.None)
        {
            StartTimers(transaction, actions);
            if (transaction.Client is { } client)
                Perform(transaction, client, actions, message as SipResponse);
            else
                Perform(transaction, transaction.Server!, actions, message as SipRequest);
        }
        Settle(transaction);
        if (transaction.State == TransactionState.Terminated)
            Forget(transaction);
    }

    /// <summary>What is left of a transaction is fed as well: no line of its machine asks for more than to send again, or to hang up what nobody wants.</summary>
    public void Feed(SettledEntry transaction, TransactionInput input, SipMessageView message)
    {
        var (next, actions) = TransactionMachine.Next(transaction.Kind, transaction.State, input);
        if (actions.Has(TransactionActions.SendResponse | TransactionActions.SendAck) && !host.TrySend(transaction.Message.ToArray(), transaction.Destination, out _))
            next = TransactionMachine.Next(transaction.Kind, transaction.State, TransactionInput.TransportError).Next;
        if (actions.Has(TransactionActions.PassResponse))
        {
            var late = transaction.Late;
            host.HangUp(RequestWay.Read(transaction.Message.ToArray()), message.ToResponse(), late);
            transaction.Late = late;
        }
        if (next == TransactionState.Terminated)
            settled.End(transaction);
    }

    /// <summary>Nobody waits for the answer to this INVITE any more.</summary>
    public void LetGo(TransactionRecord invite, LateAnswers late)
    {
        invite.Late ??= late;
        Settle(invite);
    }

    /// <summary>An answer of the user, or one of our own.</summary>
    public void Respond(TransactionRecord transaction, ServerAnswer answer)
    {
        bool mayAnswer = transaction.State is TransactionState.Proceeding or TransactionState.Trying;
        if (!mayAnswer)
            return;
        transaction.Message = answer.Bytes;
        if (answer.AckKey is not null)
            table.AwaitAck(transaction, answer.AckKey);
        Feed(transaction, answer.Status switch
        {
            < 200 => TransactionInput.SendProvisional,
            < 300 => TransactionInput.SendSuccess,
            _ => TransactionInput.SendFailure,
        });
    }

    public void FireTimers()
    {
        while (timers.TryTake(out var transaction, out var input))
            Feed(transaction, input);
    }

    /// <summary>RFC 3261 §18.4: a connection is over, and with it whatever waits on it and has no other way.</summary>
    public void Lose(long connectionId)
    {
        foreach (var transaction in _connections.Take(connectionId))
            Fail(transaction, unsent: null);
    }

    // With its final answer a transaction is done with the timers that led there.
    private void Enter(TransactionRecord transaction, TransactionState state)
    {
        transaction.State = state;
        transaction.Repeats = 0;
        if (state is TransactionState.Completed or TransactionState.Accepted or TransactionState.Confirmed or TransactionState.Terminated)
            timers.Cancel(transaction);
    }

    private void Perform(TransactionRecord transaction, ClientTransaction client, TransactionActions actions, SipResponse? response)
    {
        if (actions.Has(TransactionActions.SendRequest))
            Send(transaction);
        if (actions.Has(TransactionActions.SendAck))
        {
            transaction.Message = HopByHopRequest.Ack(client.Way.Read(), response!).ToBytes();
            Send(transaction);
        }
        if (transaction.Late is { } late)
            HangUp(client, response, late);
        else
            Tell(client, actions, response);
    }

    private void Tell(ClientTransaction client, TransactionActions actions, SipResponse? response)
    {
        if (actions.Has(TransactionActions.PassResponse))
            host.Tell(static (_, passed) => Pass(passed.client, passed.response), (client, response: response!));
        if (actions.Has(TransactionActions.InformTimeout))
            host.Tell(static (_, ended) => ended.User.OnTimeout(ended), client);
        if (actions.Has(TransactionActions.InformTransportError))
            host.Tell(static (_, ended) => ended.User.OnTransportError(ended), client);
    }

    private void HangUp(ClientTransaction client, SipResponse? response, LateAnswers late)
    {
        if (response is { IsSuccess: true })
            host.HangUp(client.Request, response, late);
    }

    private static void Pass(ClientTransaction client, SipResponse response)
    {
        if (response.IsProvisional)
            client.User.OnProvisional(client, response);
        else
            client.User.OnFinal(client, response);
    }

    private void Perform(TransactionRecord transaction, ServerTransaction server, TransactionActions actions, SipRequest? ack)
    {
        if (actions.Has(TransactionActions.SendResponse))
            Send(transaction);
        if (actions.Has(TransactionActions.SendTrying) && transaction.Message is null)
            Respond(transaction, ServerAnswer.For(server, server.CreateResponse(SipStatus.Trying), options.Product));
        if (actions.Has(TransactionActions.PassRequest))
            host.Tell(static (user, fresh) => user.OnRequest(fresh), server);
        if (actions.Has(TransactionActions.PassAck))
            host.Tell(static (user, passed) => user.OnAck(passed.ack, passed.Flow), (ack: ack!, server.Flow));
        if (actions.Has(TransactionActions.InformTimeout))
            host.Tell(static (user, ended) => user.OnAckTimeout(ended), server);
        if (actions.Has(TransactionActions.InformTransportError))
            host.Tell(static (user, ended) => user.OnTransportError(ended), server);
    }

    private void Send(TransactionRecord transaction)
    {
        if (transaction.Message is { } message)
            Send(transaction, message);
    }

    private void Send(TransactionRecord transaction, byte[] message)
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
    private void Fail(TransactionRecord transaction, byte[]? unsent)
    {
        if (transaction.Client?.TryNextWay() ?? false)
            Feed(transaction, TransactionInput.Start);
        else if (!(transaction.Server?.TryAfterLoss() ?? false))
            Feed(transaction, TransactionInput.TransportError);
        else if (unsent is not null)
            Send(transaction, unsent);
    }

    private void StartTimers(TransactionRecord transaction, TransactionActions actions)
    {
        if (actions.Has(TransactionActions.StartTrying))
            StartTrying(transaction);
        if (!actions.Has(TransactionTimerTable.All))
            return;
        foreach (var (action, timer) in TransactionTimerTable.Timers)
        {
            if (!actions.Has(action) || timer == transaction.LastTimer) // what is settled has a clock of its own
                continue;
            bool isRepeating = timer is TransactionInput.TimerA or TransactionInput.TimerE or TransactionInput.TimerG
                or TransactionInput.TimerSuccess;
            int repeats = isRepeating ? transaction.Repeats++ : 0;
            if (options.Timers.DurationOf(timer, repeats, transaction.State, transaction.Destination.Kind.IsReliable()) is { } delay)
                timers.Add(transaction, timer, delay);
        }
    }

    private void StartTrying(TransactionRecord transaction)
    {
        if (options.TryingDelay > TimeSpan.Zero)
            timers.Add(transaction, TransactionInput.TimerTrying, options.TryingDelay);
        else
            Feed(transaction, TransactionInput.TimerTrying);
    }

    private void Settle(TransactionRecord transaction)
    {
        if (transaction.LastTimer is not { } last)
            return;
        if (options.Timers.DurationOf(last, repeats: 0, transaction.State, transaction.Destination.Kind.IsReliable()) is { Ticks: > 0 } delay)
            Keep(transaction, delay);
        Enter(transaction, TransactionState.Terminated);
        Forget(transaction);
    }

    private void Keep(TransactionRecord transaction, TimeSpan delay)
    {
        transaction.Message = transaction.State switch
        {
            TransactionState.Confirmed or TransactionState.Acknowledged => null, // it is only recognised
            TransactionState.Accepted => transaction.Client!.Way.Bytes, // the ACK and the BYE of a late answer are made from it
            _ when transaction.Kind == TransactionKind.NonInviteClient => null,
            _ => transaction.Message,
        };
        settled.Add(transaction, delay);
    }

    private void Forget(TransactionRecord transaction)
    {
        _connections.Remove(transaction);
        table.Remove(transaction);
    }
}
