using System.Net;
using SmartPbx.Sip.Authentication;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;
using SmartPbx.Sip.Transactions.Settled;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip;

/// <summary>
/// One SIP endpoint: its listeners, its transactions, and the loop that owns them (<see cref="StackLoop"/>). Messages, timers and commands come through
/// one queue and are handled one after another, so nothing inside is locked. Every public method is thread-safe and returns
/// at once; results come as callbacks on the loop.
/// </summary>
public sealed class SipStack : IAsyncDisposable
{
    private readonly SipStackOptions _options;
    private readonly ISipUser _user;
    private readonly ListenerSet _listeners;
    private readonly RequestWriter _writer;
    private readonly TimerQueue _timers;
    private readonly SettledTransactions _settled;
    private readonly TransactionLayer _layer;
    private readonly SipMessageView _view;
    private readonly Sink _sink;
    private readonly StackLoop _loop;

    private int _queuedMessages;
    private int _transactionCount;
    private long _failedSends;

    public SipStack(SipStackOptions options, ISipUser user)
    {
        _options = options with { Trace = MaskedTrace.Around(options.Trace) };
        _user = user;
        _listeners = new ListenerSet(options);
        _writer = new RequestWriter(options, _listeners);
        _sink = new Sink(this);
        _timers = new TimerQueue(options.TimeProvider, () => Post(_layer!.FireTimers));
        _settled = new SettledTransactions(options.TimeProvider, () => Post(_settled!.Expire));
        _layer = new TransactionLayer(options, _sink, _timers, _settled);
        _view = new SipMessageView(options.Limits);
        _loop = new StackLoop(Handle, options.OnStackThread);
    }

    /// <summary>The local address of the first listener after <see cref="Start"/>, with the real port.</summary>
    public IPEndPoint BoundEndPoint => _listeners.BoundEndPoint(null);

    /// <summary>Live transactions, for metrics and leak guards.</summary>
    public int TransactionCount => Volatile.Read(ref _transactionCount);

    /// <summary>Messages that no transport took, since the start; for metrics.</summary>
    public long FailedSends => Volatile.Read(ref _failedSends);

    /// <summary>Connections that are open or being opened, for metrics and leak guards.</summary>
    public int ConnectionCount => _listeners.ConnectionCount;

    /// <summary>Binds the listeners. Throws <see cref="System.Net.Sockets.SocketException"/> when an address is taken.</summary>
    public void Start()
    {
        _listeners.Start(_sink);
        _loop.Start();
    }

    /// <summary>The flow to our own listener of this kind, as a peer on this host would name it.</summary>
    public SipFlow FlowToUs(SipTransportKind kind = SipTransportKind.Udp) => new(kind, _listeners.BoundEndPoint(kind));

    /// <summary>The flows to all our listeners, after <see cref="Start"/>.</summary>
    public IReadOnlyList<SipFlow> FlowsToUs => _listeners.Flows;

    /// <summary>Whether a message for this very connection could leave now; over UDP always, and for any connection where a listener is.</summary>
    public bool IsAlive(SipFlow flow) => _listeners.IsAlive(flow);

    /// <summary>A Contact of ours for a peer on this flow: the user part at the advertised address of the listener that serves it.</summary>
    /// <param name="userPart">User of the URI.</param>
    /// <param name="flow">How the peer is reached.</param>
    /// <param name="isSecure">Whether it must be a <c>sips:</c> URI (RFC 3261 §8.1.1.8, §12.1.1): when what it answers or goes to is one.</param>
    public NameAddr Contact(string? userPart, SipFlow flow, bool isSecure = false) => new(_listeners.Uri(flow, isSecure) with { User = userPart });

    /// <summary>Whether peers know us by this host, whichever listener they came by.</summary>
    public bool IsOwnHost(string host) => _listeners.Names(host);

    /// <summary>A Contact of ours for peers over this kind; without one, or without a listener for it, that of the first listener.</summary>
    public NameAddr Contact(string? userPart, SipTransportKind? kind = null) => new(_listeners.Uri(kind) with { User = userPart });

    /// <summary>
    /// Sends a request in a new client transaction. The stack adds Via, Max-Forwards and User-Agent; the request belongs to it
    /// from here on. Outcomes, transport errors included, come to <paramref name="transactionUser"/>. An INVITE that rings has no
    /// timer of the stack's (RFC 3261 §17.1.1.2): cancel it.
    /// </summary>
    public ClientTransaction Send(SipRequest request, SipFlow flow, IClientTransactionUser transactionUser) =>
        request.Credentials is { } credentials ? SendAuthenticated(request, credentials, flow, transactionUser) : Begin(request, flow, transactionUser);

    /// <summary>
    /// Cancels an INVITE that a process before this one has sent and not seen through: the peer knows it by the Via, which must be as it was
    /// sent. A 2xx that crosses is acknowledged and hung up; nobody hears of any answer.
    /// </summary>
    public void CancelAbandoned(SipRequest invite, string? reason, LateAnswers late)
    {
        var transaction = new ClientTransaction(invite, new RequestWay(late.Target, invite.ToBytes()), IgnoredOutcome.Instance, _sink);
        transaction.Cancel(reason);
        Post(() => _layer.CancelAbandoned(transaction));
        transaction.LetGo(late);
    }

    /// <summary>
    /// Acknowledges a 2xx to an INVITE of ours that nobody wants, and hangs up the dialog that it began, unless that is known (RFC 3261 §13.2.2.4). A user does so
    /// while it waits for another answer; <see cref="ClientTransaction.LetGo"/> has the stack do it.
    /// </summary>
    public void HangUp(SipRequest invite, SipResponse success, LateAnswers late)
    {
        if (Dialog.FromUac(invite, success) is not { } dialog)
            return;
        dialog.Peer = late.Target;
        dialog.SkipTo(late.LastNumber);
        var flow = dialog.NextFlow ?? late.Target;
        SendAck(dialog.CreateAck(invite), flow);
        if (!late.TryKnow(success.To.Tag ?? ""))
            return;
        var bye = dialog.CreateRequest(SipMethod.Bye);
        if (late.Reason.Length > 0)
            bye.Headers.Set("Reason", late.Reason);
        Send(bye, flow, IgnoredOutcome.Instance);
    }

    /// <summary>Sends the ACK for a 2xx, which is outside every transaction (RFC 3261 §13.2.2.4). Send it again for each 2xx.</summary>
    public void SendAck(SipRequest ack, SipFlow flow)
    {
        var way = _writer.Write(ack, flow);
        Post(() => _sink.TrySend(way.Bytes, way.Flow, out _));
    }

    /// <summary>Closes the listeners and ends the loop; pending transactions end without callbacks.</summary>
    public async ValueTask DisposeAsync()
    {
        await _listeners.DisposeAsync().ConfigureAwait(false);
        _timers.Dispose();
        await _loop.CloseAsync().ConfigureAwait(false);
        _settled.Dispose();
    }

    /// <summary>Completes when everything posted before it has been handled; for tests with a clock of their own.</summary>
    internal Task DrainAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() => _loop.Defer(new StackEvent(done.SetResult, null, 0, default))); // behind the callbacks
        return done.Task;
    }

    private ClientTransaction SendAuthenticated(SipRequest request, DigestClient credentials, SipFlow flow, IClientTransactionUser transactionUser)
    {
        credentials.TryReuse(request);
        AuthenticatedRequest authenticated = null!;
        authenticated = new AuthenticatedRequest(credentials, transactionUser, next => Begin(next, flow, authenticated));
        var first = authenticated.First = Create(request, flow, authenticated);
        Launch(first);
        return first;
    }

    private ClientTransaction Begin(SipRequest request, SipFlow flow, IClientTransactionUser transactionUser)
    {
        var transaction = Create(request, flow, transactionUser);
        Launch(transaction);
        return transaction;
    }

    private ClientTransaction Create(SipRequest request, SipFlow flow, IClientTransactionUser transactionUser) =>
        new(request, _writer.Write(request, flow), transactionUser, _sink);

    private void Launch(ClientTransaction transaction)
    {
        // What is addressed to sips: travels encrypted or not at all (RFC 3261 §26.2.2).
        if (transaction.Request.Uri.Scheme == "sips" && !transaction.Way.Flow.Kind.IsSecure())
            Post(() => _layer.RefuseClient(transaction));
        else
            Post(() => _layer.StartClient(transaction));
    }

    private void Post(Action command) => _loop.Post(new StackEvent(command, null, 0, default));

    private void Handle(StackEvent item)
    {
        try
        {
            if (item.WaitsSince != 0)
                _options.OnWaited!(SipBacklog.Loop, _options.TimeProvider.GetElapsedTime(item.WaitsSince));
            if (item.Buffer is not null)
                Receive(item.Buffer.AsMemory(0, item.Length), item.Flow, item.Framing);
            else
                item.Command!();
        }
        catch (Exception exception) // boundary: whatever goes wrong with one event must not stop the others
        {
            _user.OnFault(exception);
        }
        finally
        {
            Volatile.Write(ref _transactionCount, _layer.Count);
            if (item.Buffer is not null)
            {
                _options.Buffers.Return(item.Buffer);
                Interlocked.Decrement(ref _queuedMessages);
            }
        }
    }

    private void Receive(ReadOnlyMemory<byte> message, SipFlow flow, SipParseErrorCode framing)
    {
        _options.Trace?.OnReceived(flow, message.Span);
        bool isValid = _view.TryParse(message, out var error) && _view.TryValidate(out error);
        if (framing != SipParseErrorCode.None)
            Refuse(new SipParseError(framing, 0), flow);
        else if (!isValid)
            Refuse(error, flow);
        else if (_view.IsRequest)
            _layer.ReceiveRequest(_view, flow);
        else
            _layer.ReceiveResponse(_view);
    }

    private void Refuse(SipParseError error, SipFlow source)
    {
        if (error.Code == SipParseErrorCode.Empty)
            return; // keep-alive (RFC 5626 §3.5.1)
        if (MalformedAnswer.TryCreate(_view, error, source, _options.Tokens, _options.Product, out byte[] answer, out var flow))
            _sink.TrySend(answer, flow, out _);
        _user.OnMalformed(source, error);
    }

    /// <summary>The face of the stack towards transport and transactions.</summary>
    private sealed class Sink(SipStack stack) : ISipTransportSink, ITransactionHost
    {
        public ISipUser User => stack._user;

        public bool Deliver(ReadOnlySpan<byte> message, SipFlow flow) => !MayEnter(message, flow) || Queue(message, flow, SipParseErrorCode.None, isFirst: false);

        public bool DeliverFirst(ReadOnlySpan<byte> message, SipFlow flow) => !MayEnter(message, flow) || Queue(message, flow, SipParseErrorCode.None, isFirst: true);

        public bool Continue() => stack._loop.Continue();

        public void Refuse(ReadOnlySpan<byte> message, SipParseErrorCode error, SipFlow flow)
        {
            if (MayEnter(message, flow))
                Queue(message, flow, error, isFirst: false);
        }

        public bool IsKnown(IPAddress address) => stack._options.Gate?.IsKnown(address) ?? true;

        public void Lose(SipFlow flow) => stack.Post(() => stack._layer.Lose(flow));

        public void Fault(Exception exception) => stack.Post(() => stack._user.OnFault(exception));

        public bool TrySend(byte[] message, SipFlow flow, out SipFlow taken)
        {
            stack._options.Trace?.OnSent(flow, message);
            if (stack._listeners.TrySend(message, flow, out taken))
                return true;
            Interlocked.Increment(ref stack._failedSends);
            return false;
        }

        public void Tell<T>(Action<ISipUser, T> callback, T argument) => stack._loop.Defer(new StackEvent(() => callback(stack._user, argument), null, 0, default)
        {
            WaitsSince = stack._options.OnWaited is null ? 0 : stack._options.TimeProvider.GetTimestamp(),
        });

        public void Respond(ServerTransaction transaction, SipResponse response)
        {
            var answer = ServerAnswer.For(transaction, response, stack._options.Product);
            stack.Post(() => stack._layer.Respond(transaction, answer));
        }

        public void Cancel(ClientTransaction transaction) => stack.Post(() => stack._layer.Cancel(transaction.Latest));

        public void LetGo(ClientTransaction transaction, LateAnswers late) => stack.Post(() => stack._layer.LetGo(transaction.Latest, late));

        public void HangUp(SipRequest invite, SipResponse success, LateAnswers late) => stack.HangUp(invite, success, late);

        private bool MayEnter(ReadOnlySpan<byte> message, SipFlow flow) => stack._options.Gate?.MayEnter(message, flow) ?? true;

        private bool Queue(ReadOnlySpan<byte> message, SipFlow flow, SipParseErrorCode framing, bool isFirst)
        {
            if (Interlocked.Increment(ref stack._queuedMessages) > stack._options.Limits.MaxQueuedEvents)
            {
                Interlocked.Decrement(ref stack._queuedMessages);
                return false;
            }
            if (!TryRent(message.Length, out byte[] buffer))
                return false;
            message.CopyTo(buffer);
            var arrival = new StackEvent(null, buffer, message.Length, flow) { Framing = framing };
            if (isFirst ? stack._loop.TryRunFirst(arrival) : stack._loop.TryRun(arrival))
                return true;
            stack._options.Buffers.Return(buffer);
            Interlocked.Decrement(ref stack._queuedMessages);
            return false;
        }

        // The thread that receives must outlive a moment without memory: a lost datagram is sent again.
        private bool TryRent(int length, out byte[] buffer)
        {
            try
            {
                buffer = stack._options.Buffers.Rent(Math.Max(1, length));
                return true;
            }
            catch (OutOfMemoryException exhausted)
            {
                buffer = [];
                Interlocked.Decrement(ref stack._queuedMessages);
                Fault(exhausted);
                return false;
            }
        }
    }
}
