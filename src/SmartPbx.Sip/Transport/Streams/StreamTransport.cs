using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace SmartPbx.Sip.Transport.Streams;

/// <summary>
/// SIP over connections (RFC 3261 §18): accepts them, opens them, uses them again. Each has a reader and a writer of its own, so a slow peer
/// delays nobody; the stack's loop only ever puts bytes into a queue.
/// </summary>
internal sealed class StreamTransport(IPEndPoint bind, IChannelOpener opener, StreamSettings settings) : ISipTransport
{
    private const int Backlog = 512;
    private const int KeepAliveSeconds = 60;

    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AcceptRetryDelay = TimeSpan.FromMilliseconds(100);

    private readonly Socket _listener = new(bind.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConnectionTable _table = new(settings.Connections);
    private readonly ConcurrentDictionary<Task, bool> _running = new();
    private readonly CancellationTokenSource _stop = new();
    private ISipTransportSink _sink = null!;
    private ITimer? _sweep;
    private Task _accepting = Task.CompletedTask;

    public SipTransportKind Kind => opener.Kind;

    public IPEndPoint LocalEndPoint => (IPEndPoint)(_listener.LocalEndPoint ?? bind);

    public int ConnectionCount => _table.Count;

    public void Start(ISipTransportSink sink)
    {
        _sink = sink;
        _listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _listener.Bind(bind);
        _listener.Listen(Backlog);
        _accepting = Task.Run(AcceptAllAsync);
        _sweep = settings.TimeProvider.CreateTimer(_ => Sweep(), null, SweepInterval, SweepInterval);
    }

    public bool IsAlive(SipFlow flow) => flow.ConnectionId == 0 ? opener.CanConnect : _table.Find(flow) is { IsUsable: true };

    public bool TrySend(ReadOnlyMemory<byte> message, SipFlow flow, out SipFlow taken)
    {
        taken = flow;
        var connection = _table.Find(flow) ?? Open(flow);
        if (connection is null || !connection.TrySend(message))
            return false;
        taken = connection.Flow;
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        if (_sweep is not null)
            await _sweep.DisposeAsync().ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        foreach (var connection in _table.All())
            connection.Abort();
        await Task.WhenAll(_running.Keys).ConfigureAwait(false);
        _stop.Dispose();
    }

    // A connection that is gone is not opened again under its id: who asks for it must hear that it is gone.
    private SipConnection? Open(SipFlow flow)
    {
        if (flow.ConnectionId != 0 || !opener.CanConnect || _stop.IsCancellationRequested)
            return null;
        var connection = new SipConnection(flow with { ConnectionId = settings.Ids.Next() }, true, settings, _sink);
        return TryRun(connection, token => ConnectAsync(flow, token)) ? connection : null;
    }

    private async Task<ISipChannel> ConnectAsync(SipFlow flow, CancellationToken cancellationToken)
    {
        var socket = new Socket(bind.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(bind.Address, 0));
            await socket.ConnectAsync(flow.Remote, cancellationToken).ConfigureAwait(false);
            Tune(socket);
            return await opener.ConnectAsync(socket, flow, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // The outer loop survives what the kernel reports (too many files, a connection gone before it was taken).
    private async Task AcceptAllAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Take(await _listener.AcceptAsync(_stop.Token).ConfigureAwait(false));
            }
            catch (SocketException exception) when (!_stop.IsCancellationRequested)
            {
                _sink.Fault(exception);
                await Task.Delay(AcceptRetryDelay, settings.TimeProvider, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }

    private void Take(Socket socket)
    {
        if (socket.RemoteEndPoint is not IPEndPoint remote)
        {
            socket.Dispose();
            return;
        }
        var connection = new SipConnection(new SipFlow(Kind, remote, settings.Ids.Next()), false, settings, _sink) { IsStranger = !_sink.IsKnown(remote.Address) };
        if (!TryRun(connection, token => AcceptAsync(socket, token)))
            socket.Dispose();
    }

    private async Task<ISipChannel> AcceptAsync(Socket socket, CancellationToken cancellationToken)
    {
        try
        {
            Tune(socket);
            return await opener.AcceptAsync(socket, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool TryRun(SipConnection connection, Func<CancellationToken, Task<ISipChannel>> open)
    {
        if (!_table.TryAdd(connection))
            return false;
        var running = Task.Run(() => connection.RunAsync(open, _table.Remove));
        _running[running] = true;
        _ = running.ContinueWith(done => _running.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return true;
    }

    private void Sweep()
    {
        foreach (var connection in _table.All())
        {
            if (connection.IsStranger && _sink.IsKnown(connection.Flow.Remote.Address))
                _table.Promote(connection);
            connection.AbortIfOverdue(settings.TimeProvider);
        }
    }

    private static void Tune(Socket socket)
    {
        socket.NoDelay = true; // one write is one message: nothing to wait for
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveSeconds / 4);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 4);
    }
}
