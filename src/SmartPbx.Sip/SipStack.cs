using System.Buffers;
using System.Net;
using System.Threading.Channels;
using SmartPbx.Sip.Authentication;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip;

/// <summary>
/// One SIP endpoint: a transport, its transactions, and the loop that owns them. Datagrams, timers and commands come through
/// one channel and are handled one after another, so nothing inside is locked. Every public method is thread-safe and returns
/// at once; results come as callbacks on the loop.
/// </summary>
public sealed class SipStack : IAsyncDisposable
{
    private const int DefaultMaxForwards = 70; // RFC 3261 §8.1.1.6

    private readonly SipStackOptions _options;
    private readonly ISipUser _user;
    private readonly ISipTransport _transport;
    private readonly TimerQueue _timers;
    private readonly TransactionLayer _layer;
    private readonly SipMessageView _view;
    private readonly Sink _sink;
    private readonly Channel<StackEvent> _events =
        Channel.CreateUnbounded<StackEvent>(new UnboundedChannelOptions { SingleReader = true });

    private Task _loop = Task.CompletedTask;
    private int _queuedDatagrams;
    private int _transactionCount;

    public SipStack(SipStackOptions options, ISipUser user)
    {
        if (options.AdvertisedHost is null && (options.Bind.Address.Equals(IPAddress.Any) || options.Bind.Address.Equals(IPAddress.IPv6Any)))
            throw new ArgumentException("a stack bound to all addresses needs an AdvertisedHost", nameof(options));
        _options = options with { Trace = MaskedTrace.Around(options.Trace) };
        _user = user;
        _transport = options.Transport ?? new UdpTransport(options.Bind);
        _sink = new Sink(this);
        _timers = new TimerQueue(options.TimeProvider, () => Post(_layer!.FireTimers));
        _layer = new TransactionLayer(options, _sink, _timers);
        _view = new SipMessageView(options.Limits);
    }

    /// <summary>The local address after <see cref="Start"/>, with the real port.</summary>
    public IPEndPoint BoundEndPoint => _transport.LocalEndPoint;

    /// <summary>Live transactions, for metrics and leak guards.</summary>
    public int TransactionCount => Volatile.Read(ref _transactionCount);

    private string Host => _options.AdvertisedHost ?? BoundEndPoint.Address.ToString();

    private int Port => _options.AdvertisedPort ?? BoundEndPoint.Port;

    /// <summary>Binds the transport and starts the loop. Throws <see cref="System.Net.Sockets.SocketException"/> when the address is taken.</summary>
    public void Start()
    {
        _transport.Start(_sink);
        _loop = Task.Run(RunAsync);
    }

    /// <summary>A Contact of ours: the user part at the advertised address.</summary>
    public NameAddr Contact(string? userPart) => new(new SipUri { User = userPart, Host = Host, Port = Port });

    /// <summary>
    /// Sends a request in a new client transaction. The stack adds Via, Max-Forwards and User-Agent; the request belongs to it
    /// from here on. Outcomes, transport errors included, come to <paramref name="transactionUser"/>. An INVITE that rings has no
    /// timer of the stack's (RFC 3261 §17.1.1.2): cancel it.
    /// </summary>
    public ClientTransaction Send(SipRequest request, IPEndPoint target, IClientTransactionUser transactionUser) =>
        request.Credentials is { } credentials ? SendAuthenticated(request, credentials, target, transactionUser) : Begin(request, target, transactionUser);

    /// <summary>Sends the ACK for a 2xx, which is outside every transaction (RFC 3261 §13.2.2.4). Send it again for each 2xx.</summary>
    public void SendAck(SipRequest ack, IPEndPoint target)
    {
        Complete(ack);
        byte[] bytes = ack.ToBytes();
        Post(() => _sink.TrySend(bytes, new SipFlow(_transport.Kind, target)));
    }

    /// <summary>Closes the transport and ends the loop; pending transactions end without callbacks.</summary>
    public async ValueTask DisposeAsync()
    {
        await _transport.DisposeAsync().ConfigureAwait(false);
        _events.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
        _timers.Dispose();
    }

    /// <summary>Completes when everything posted before it has been handled; for tests with a clock of their own.</summary>
    internal Task DrainAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(done.SetResult);
        return done.Task;
    }

    private ClientTransaction Begin(SipRequest request, IPEndPoint target, IClientTransactionUser transactionUser)
    {
        var transaction = Create(request, target, transactionUser);
        Post(() => _layer.StartClient(transaction));
        return transaction;
    }

    private ClientTransaction SendAuthenticated(SipRequest request, DigestClient credentials, IPEndPoint target, IClientTransactionUser transactionUser)
    {
        credentials.TryReuse(request);
        AuthenticatedRequest authenticated = null!;
        authenticated = new AuthenticatedRequest(credentials, transactionUser, (next, last) => Begin(next, last.Target, authenticated));
        var first = authenticated.First = Create(request, target, authenticated);
        Post(() => _layer.StartClient(first));
        return first;
    }

    private ClientTransaction Create(SipRequest request, IPEndPoint target, IClientTransactionUser transactionUser)
    {
        string branch = Complete(request);
        return new ClientTransaction(request, request.ToBytes(), transactionUser, cancelled => Post(() => _layer.Cancel(cancelled.Latest)))
        {
            Key = TransactionKey.ForClient(branch, request.Method),
            Flow = new SipFlow(_transport.Kind, target),
        };
    }

    private string Complete(SipRequest request)
    {
        string branch = _options.Tokens.NewBranch();
        request.Headers.RemoveAll(SipHeaderId.Via);
        request.Headers.Push(SipHeaderId.Via, new Via(_transport.Kind.ViaName(), Host, Port)
        {
            // An rport of ours costs nothing and lets the answer come back through a NAT (RFC 3581 §3).
            Parameters = new SipParameters(new SipParameter("branch", branch), new SipParameter("rport", null)),
        });
        request.MaxForwards ??= DefaultMaxForwards;
        if (!request.Headers.Has(SipHeaderId.UserAgent))
            request.Headers.SetText(SipHeaderId.UserAgent, _options.Product);
        return branch;
    }

    private void Post(Action command) => _events.Writer.TryWrite(new StackEvent(command, null, 0, default));

    private async Task RunAsync()
    {
        while (await _events.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (_events.Reader.TryRead(out var item))
                Handle(item);
        }
    }

    // The boundary: whatever goes wrong with one event must not stop the others.
    private void Handle(StackEvent item)
    {
        try
        {
            if (item.Buffer is not null)
                Receive(item.Buffer.AsMemory(0, item.Length), item.Flow);
            else
                item.Command!();
        }
        catch (Exception exception)
        {
            _user.OnFault(exception);
        }
        finally
        {
            Volatile.Write(ref _transactionCount, _layer.Count);
            if (item.Buffer is not null)
            {
                ArrayPool<byte>.Shared.Return(item.Buffer);
                Interlocked.Decrement(ref _queuedDatagrams);
            }
        }
    }

    private void Receive(ReadOnlyMemory<byte> message, SipFlow flow)
    {
        _options.Trace?.OnReceived(flow.Remote, message.Span);
        if (!_view.TryParse(message, out var error) || !_view.TryValidate(out error))
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
            _sink.TrySend(answer, flow);
        _user.OnMalformed(source.Remote, error);
    }

    /// <summary>The face of the stack towards transport and transactions.</summary>
    private sealed class Sink(SipStack stack) : ISipTransportSink, ITransactionHost
    {
        public ISipUser User => stack._user;

        public void Deliver(ReadOnlySpan<byte> message, SipFlow flow)
        {
            if (Interlocked.Increment(ref stack._queuedDatagrams) > stack._options.Limits.MaxQueuedEvents)
            {
                Interlocked.Decrement(ref stack._queuedDatagrams);
                return;
            }
            byte[] buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1, message.Length));
            message.CopyTo(buffer);
            if (!stack._events.Writer.TryWrite(new StackEvent(null, buffer, message.Length, flow)))
                ArrayPool<byte>.Shared.Return(buffer);
        }

        public void Fault(Exception exception) => stack.Post(() => stack._user.OnFault(exception));

        public bool TrySend(byte[] message, SipFlow flow)
        {
            stack._options.Trace?.OnSent(flow.Remote, message);
            return stack._transport.TrySend(message, flow);
        }

        // A callback that throws must not keep the machine from finishing its step.
        public void Call<T>(Action<ISipUser, T> callback, T argument)
        {
            try
            {
                callback(stack._user, argument);
            }
            catch (Exception exception)
            {
                stack._user.OnFault(exception);
            }
        }

        public void Respond(ServerTransaction transaction, SipResponse response)
        {
            var answer = ServerAnswer.For(transaction, response, stack._options.Product);
            stack.Post(() => stack._layer.Respond(transaction, answer));
        }
    }
}
