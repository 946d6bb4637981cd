using System.Net.Sockets;
using System.Threading.Channels;

namespace SmartPbx.Sip.Transport.Streams;

/// <summary>
/// One connection from its handshake to its end: a reader that hands messages to the stack, a writer that empties a bounded queue, and deadlines
/// that <see cref="AbortIfOverdue"/> watches. It ends once, and says so once.
/// </summary>
internal sealed class SipConnection(SipFlow flow, bool isOutgoing, StreamSettings settings, ISipTransportSink sink) : IDisposable
{
    /// <summary>How long a reader waits for a loop that is too far behind; TCP slows the peer down meanwhile.</summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(20);

    private static readonly byte[] Pong = "\r\n"u8.ToArray();

    private readonly Channel<ReadOnlyMemory<byte>> _queue =
        Channel.CreateUnbounded<ReadOnlyMemory<byte>>(new UnboundedChannelOptions { SingleReader = true });

    private readonly CancellationTokenSource _stop = new();
    private readonly long _createdAt = settings.TimeProvider.GetTimestamp();
    private ISipChannel? _channel;
    private long _queuedBytes;
    private long _readAt = settings.TimeProvider.GetTimestamp();
    private long _writeBegunAt;
    private int _ending;

    /// <summary>With the id of this connection.</summary>
    public SipFlow Flow => flow;

    public bool IsOutgoing => isOutgoing;

    /// <summary>Whether the peer is nobody that the gate knows. Belongs to the table.</summary>
    public bool IsStranger { get; set; }

    /// <summary>Whether new requests may go this way.</summary>
    public bool IsUsable => Volatile.Read(ref _ending) == 0;

    /// <summary>Queues a message; <c>false</c> when the connection is over, or too much waits already: then the peer reads nothing, and it ends.</summary>
    public bool TrySend(ReadOnlyMemory<byte> message)
    {
        if (_stop.IsCancellationRequested)
            return false;
        if (Interlocked.Add(ref _queuedBytes, message.Length) <= settings.Connections.MaxQueuedBytes)
            return _queue.Writer.TryWrite(message);
        Abort();
        return false;
    }

    /// <summary>Runs to the end of the connection. Never throws.</summary>
    /// <param name="open">Makes the channel.</param>
    /// <param name="leave">Called first when it is over, so that nobody finds it any more.</param>
    public async Task RunAsync(Func<CancellationToken, Task<ISipChannel>> open, Action<SipConnection> leave)
    {
        Task writing = Task.CompletedTask;
        try
        {
            _channel = await open(_stop.Token).ConfigureAwait(false);
            writing = WriteAllAsync(_channel);
            await ReadAllAsync(_channel).ConfigureAwait(false);
        }
        catch (Exception end) when (IsOrdinaryEnd(end))
        {
            // the peer went, or we had enough of it
        }
        catch (Exception bug) // boundary: a bug in one connection ends that one and no other
        {
            sink.Fault(bug);
        }
        leave(this);
        Abort();
        await writing.ConfigureAwait(false);
        if (_channel is not null)
            await CloseAsync(_channel).ConfigureAwait(false);
        sink.Lose(flow);
    }

    /// <summary>Ends it now. Any number of times, from any thread.</summary>
    public void Abort()
    {
        Volatile.Write(ref _ending, 1);
        _queue.Writer.TryComplete();
        _ = _stop.CancelAsync(); // not here and now: this may be the stack's loop
    }

    /// <summary>The same as <see cref="Abort"/>; <see cref="RunAsync"/> lets go of everything.</summary>
    public void Dispose() => Abort();

    /// <summary>Ends it when one of its times is over.</summary>
    public void AbortIfOverdue(TimeProvider time)
    {
        var limits = settings.Connections;
        bool isOverdue = _channel is { } channel
            ? IsOver(channel.MessageBegunAt, limits.MessageTimeout) || IsOver(Volatile.Read(ref _readAt), limits.IdleTimeout)
                || IsOver(Volatile.Read(ref _writeBegunAt), limits.WriteTimeout) || (IsStranger && IsOver(_createdAt, limits.StrangerTime))
            : IsOver(_createdAt, limits.OpenTimeout);
        if (isOverdue)
            Abort();

        bool IsOver(long since, TimeSpan limit) => since != 0 && time.GetElapsedTime(since) >= limit;
    }

    private async Task ReadAllAsync(ISipChannel channel)
    {
        while (true)
        {
            var read = await channel.ReadAsync(_stop.Token).ConfigureAwait(false);
            Volatile.Write(ref _readAt, settings.TimeProvider.GetTimestamp());
            switch (read.Kind)
            {
                case FrameKind.Message:
                    await DeliverAsync(read.Message).ConfigureAwait(false);
                    break;
                case FrameKind.Ping:
                    TrySend(Pong); // RFC 5626 §4.4.1
                    break;
                case FrameKind.Broken:
                    sink.Refuse(read.Message.Span, read.Error, flow);
                    await LingerAsync(channel).ConfigureAwait(false);
                    return;
                case FrameKind.End when channel.CanHalfClose:
                    await LingerAsync(channel).ConfigureAwait(false);
                    return;
                case FrameKind.End:
                    return;
                default:
                    break;
            }
        }
    }

    private async ValueTask DeliverAsync(ReadOnlyMemory<byte> message)
    {
        while (!sink.Deliver(message.Span, flow))
            await Task.Delay(RetryDelay, settings.TimeProvider, _stop.Token).ConfigureAwait(false);
    }

    // Whatever the stack still answers goes out; no new request of ours does.
    private async Task LingerAsync(ISipChannel channel)
    {
        Volatile.Write(ref _ending, 1);
        var time = Task.Delay(settings.Connections.LingerTime, settings.TimeProvider, _stop.Token);
        var discarding = channel.DiscardAsync(_stop.Token).AsTask();
        await time.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stop.CancelAsync().ConfigureAwait(false);
        await discarding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task WriteAllAsync(ISipChannel channel)
    {
        try
        {
            await foreach (var message in _queue.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
            {
                Volatile.Write(ref _writeBegunAt, settings.TimeProvider.GetTimestamp());
                await channel.WriteAsync(message, _stop.Token).ConfigureAwait(false);
                Volatile.Write(ref _writeBegunAt, 0);
                Interlocked.Add(ref _queuedBytes, -message.Length);
            }
        }
        catch (Exception end) when (IsOrdinaryEnd(end))
        {
            Abort();
        }
        catch (Exception bug) // boundary: a bug in one connection ends that one and no other
        {
            sink.Fault(bug);
            Abort();
        }
    }

    private static async Task CloseAsync(ISipChannel channel)
    {
        try
        {
            await channel.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception end) when (IsOrdinaryEnd(end))
        {
            // it was broken already
        }
    }

    private static bool IsOrdinaryEnd(Exception end) =>
        end is OperationCanceledException or SocketException or IOException or ObjectDisposedException
            or System.Security.Authentication.AuthenticationException or System.Net.WebSockets.WebSocketException;
}
