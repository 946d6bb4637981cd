using System.Net.Sockets;

namespace SmartPbx.Sip.Transport.Streams;

/// <summary>Makes a channel of a connected socket: what TCP, TLS and WebSocket differ in. The channel owns the socket; after a failure the caller does.</summary>
internal interface IChannelOpener
{
    SipTransportKind Kind { get; }

    /// <summary>Whether there are peers that we connect to: browsers only ever connect to us (RFC 7118 §5).</summary>
    bool CanConnect { get; }

    /// <summary>The server's side of the handshake.</summary>
    Task<ISipChannel> AcceptAsync(Socket socket, CancellationToken cancellationToken);

    /// <summary>The client's side of the handshake; the peer must prove to be whom the flow names.</summary>
    Task<ISipChannel> ConnectAsync(Socket socket, SipFlow flow, CancellationToken cancellationToken);
}
