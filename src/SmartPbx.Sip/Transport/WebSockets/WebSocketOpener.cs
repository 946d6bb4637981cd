using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using SmartPbx.Sip.Transport.Streams;
using SmartPbx.Sip.Transport.Tls;

namespace SmartPbx.Sip.Transport.WebSockets;

/// <summary>SIP over WebSocket (RFC 7118), server side only: upgrade, then one message a message. Over TLS it is <c>wss</c>.</summary>
internal sealed class WebSocketOpener(SipWebSocketOptions options, TlsHandshake? tls, StreamSettings settings) : IChannelOpener
{
    public SipTransportKind Kind => tls is null ? SipTransportKind.WebSocket : SipTransportKind.SecureWebSocket;

    public bool CanConnect => false;

    public async Task<ISipChannel> AcceptAsync(Socket socket, CancellationToken cancellationToken)
    {
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        if (tls is not null)
            stream = await tls.AcceptAsync(stream, cancellationToken).ConfigureAwait(false);
        await UpgradeAsync(stream, cancellationToken).ConfigureAwait(false);
        var webSocket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions
        {
            IsServer = true, SubProtocol = UpgradeRequest.SubProtocol, KeepAliveInterval = options.PingInterval, KeepAliveTimeout = options.PingInterval,
        });
        return new WebSocketChannel(webSocket, settings.Messages, settings.TimeProvider);
    }

    public Task<ISipChannel> ConnectAsync(Socket socket, SipFlow flow, CancellationToken cancellationToken) =>
        throw new NotSupportedException("nobody connects to a WebSocket client");

    private async Task UpgradeAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] bytes = await ReadRequestAsync(stream, cancellationToken).ConfigureAwait(false);
        bool isAccepted = UpgradeRequest.TryAnswer(Encoding.Latin1.GetString(bytes), options, out string answer);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), cancellationToken).ConfigureAwait(false);
        if (isAccepted)
            return;
        await stream.DisposeAsync().ConfigureAwait(false);
        throw new WebSocketException(WebSocketError.NotAWebSocket);
    }

    // A client says nothing after its request before it has our answer, so the request ends what there is to read.
    private async Task<byte[]> ReadRequestAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[settings.Connections.MaxUpgradeBytes];
        int length = 0;
        while (!buffer.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
        {
            int read = length == buffer.Length ? 0 : await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
                throw new WebSocketException(WebSocketError.HeaderError);
            length += read;
        }
        return buffer[..length];
    }
}
