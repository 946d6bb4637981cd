using System.Net.Sockets;

namespace SmartPbx.Sip.Transport.Streams;

/// <summary>Plain TCP: nothing to shake hands about.</summary>
internal sealed class TcpOpener(StreamSettings settings) : IChannelOpener
{
    public SipTransportKind Kind => SipTransportKind.Tcp;

    public bool CanConnect => true;

    public Task<ISipChannel> AcceptAsync(Socket socket, CancellationToken cancellationToken) => Open(socket);

    public Task<ISipChannel> ConnectAsync(Socket socket, SipFlow flow, CancellationToken cancellationToken) => Open(socket);

    private Task<ISipChannel> Open(Socket socket) =>
        Task.FromResult<ISipChannel>(new StreamChannel(new NetworkStream(socket, ownsSocket: true), settings.Messages, settings.Connections, settings.TimeProvider));
}
