using System.Buffers;
using System.Net.WebSockets;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport.Streams;

namespace SmartPbx.Sip.Transport.WebSockets;

/// <summary>One SIP message in one WebSocket message, text or binary, fragmented or not (RFC 7118 §4.2).</summary>
internal sealed class WebSocketChannel(WebSocket webSocket, SipLimits limits, TimeProvider time) : ISipChannel
{
    private const int FirstBufferBytes = 4_096;

    private byte[] _buffer = [];
    private long _begunAt;

    public bool CanHalfClose => false;

    public long MessageBegunAt => Volatile.Read(ref _begunAt);

    public async ValueTask<ChannelRead> ReadAsync(CancellationToken cancellationToken)
    {
        Swap([]);
        int length = 0;
        while (true)
        {
            Grow(length);
            var received = await webSocket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (received.MessageType == WebSocketMessageType.Close)
                return new ChannelRead(FrameKind.End);
            length += received.Count;
            if (length > limits.MaxMessageBytes)
            {
                await webSocket.CloseOutputAsync(WebSocketCloseStatus.MessageTooBig, null, cancellationToken).ConfigureAwait(false);
                return new ChannelRead(FrameKind.End);
            }
            Volatile.Write(ref _begunAt, received.EndOfMessage ? 0 : _begunAt != 0 ? _begunAt : Math.Max(1, time.GetTimestamp()));
            if (received.EndOfMessage)
                return new ChannelRead(KindOf(_buffer.AsSpan(0, length)), _buffer.AsMemory(0, length));
        }
    }

    // Text, as SIP is UTF-8 unless a body is binary; a body that is no UTF-8 cannot travel as text (RFC 7118 §4.2).
    public ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken) => webSocket.SendAsync(message,
        System.Text.Unicode.Utf8.IsValid(message.Span) ? WebSocketMessageType.Text : WebSocketMessageType.Binary, true, cancellationToken);

    public ValueTask DiscardAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1), time);
        try
        {
            if (webSocket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await webSocket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token).ConfigureAwait(false);
        }
        finally
        {
            webSocket.Dispose();
            Swap([]);
        }
    }

    // Clients keep alive by pings of the WebSocket, which end below us, or by CRLF as on streams (RFC 7118 §6, RFC 5626 §4.4.1).
    private static FrameKind KindOf(ReadOnlySpan<byte> message) =>
        message.SequenceEqual("\r\n\r\n"u8) ? FrameKind.Ping
        : message.IndexOfAnyExcept((byte)'\r', (byte)'\n') < 0 ? FrameKind.Blank
        : FrameKind.Message;

    private void Grow(int length)
    {
        if (length < _buffer.Length)
            return;
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstBufferBytes, 2 * length));
        _buffer.AsSpan(0, length).CopyTo(larger);
        Swap(larger);
    }

    private void Swap(byte[] next)
    {
        (byte[] old, _buffer) = (_buffer, next);
        if (old.Length > 0)
            ArrayPool<byte>.Shared.Return(old);
    }
}
