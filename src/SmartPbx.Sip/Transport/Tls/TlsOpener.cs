using System.Net.Sockets;
using SmartPbx.Sip.Transport.Streams;

namespace SmartPbx.Sip.Transport.Tls;

/// <summary>TLS over TCP (RFC 3261 §26.2.1).</summary>
internal sealed class TlsOpener(TlsHandshake handshake, StreamSettings settings) : IChannelOpener
{
    public SipTransportKind Kind => SipTransportKind.Tls;

    public bool CanConnect => true;

    public async Task<ISipChannel> AcceptAsync(Socket socket, CancellationToken cancellationToken) =>
        ChannelOver(await handshake.AcceptAsync(new NetworkStream(socket, ownsSocket: true), cancellationToken).ConfigureAwait(false));

    public async Task<ISipChannel> ConnectAsync(Socket socket, SipFlow flow, CancellationToken cancellationToken) =>
        ChannelOver(await handshake.ConnectAsync(new NetworkStream(socket, ownsSocket: true), flow, cancellationToken).ConfigureAwait(false));

    private StreamChannel ChannelOver(Stream stream) => new(stream, settings.Messages, settings.Connections, settings.TimeProvider);
}
