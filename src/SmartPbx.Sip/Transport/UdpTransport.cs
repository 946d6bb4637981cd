using System.Net;
using System.Net.Sockets;

namespace SmartPbx.Sip.Transport;

/// <summary>SIP over one UDP socket, a datagram a message (RFC 3261 §18). The receive buffer is reused for every datagram.</summary>
public sealed class UdpTransport(IPEndPoint bind) : ISipTransport
{
    /// <summary>The largest UDP payload; a longer one cannot arrive.</summary>
    private const int MaxDatagramBytes = 65_535;

    /// <summary>Room for bursts while the loop is busy; the kernel may grant less.</summary>
    private const int SocketBufferBytes = 4 * 1_024 * 1_024;

    private readonly Socket _socket = new(bind.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
    private readonly CancellationTokenSource _stop = new();
    private Task _receiving = Task.CompletedTask;

    public SipTransportKind Kind => SipTransportKind.Udp;

    public IPEndPoint LocalEndPoint => (IPEndPoint)(_socket.LocalEndPoint ?? bind);

    public void Start(ISipTransportSink sink)
    {
        _socket.ReceiveBufferSize = SocketBufferBytes;
        _socket.SendBufferSize = SocketBufferBytes;
        _socket.Bind(bind);
        _socket.Blocking = false;
        _receiving = Task.Run(() => ReceiveAllAsync(sink));
    }

    public bool IsAlive(SipFlow flow) => true;

    public bool TrySend(ReadOnlyMemory<byte> message, SipFlow flow, out SipFlow taken)
    {
        taken = flow;
        try
        {
            _socket.SendTo(message.Span, SocketFlags.None, flow.Remote);
            return true;
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.WouldBlock)
        {
            return true; // a full send buffer loses the datagram like any router would; retransmission covers it
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _socket.Dispose();
        await _receiving.ConfigureAwait(false);
        _stop.Dispose();
    }

    // The outer loop survives errors that the network reports (ICMP); the inner one only receives.
    private async Task ReceiveAllAsync(ISipTransportSink sink)
    {
        var buffer = new byte[MaxDatagramBytes];
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await ReceiveAsync(sink, buffer).ConfigureAwait(false);
            }
            catch (SocketException exception) when (!_stop.IsCancellationRequested)
            {
                sink.Fault(exception);
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }

    private async Task ReceiveAsync(ISipTransportSink sink, byte[] buffer)
    {
        var address = new SocketAddress(bind.AddressFamily);
        while (true)
        {
            int length = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, address, _stop.Token).ConfigureAwait(false);
            sink.Deliver(buffer.AsSpan(0, length), new SipFlow(SipTransportKind.Udp, (IPEndPoint)bind.Create(address)));
        }
    }
}
