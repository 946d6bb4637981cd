using System.Net;
using System.Net.Sockets;

namespace SmartPbx.Sip.Transport;

/// <summary>
/// SIP over one UDP socket, a datagram a message (RFC 3261 §18). A thread of its own waits in the kernel for the next one: an asynchronous receive would
/// wake two threads for each, which costs more than the datagram. The receive buffer is reused.
/// </summary>
/// <param name="bind">Local address.</param>
/// <param name="onThread">Runs first on the receiving thread.</param>
/// <param name="onWaited">Told of some datagrams how long they had waited in the socket, on the receiving thread, before they are delivered.</param>
public sealed class UdpTransport(IPEndPoint bind, Action? onThread = null, Action<TimeSpan>? onWaited = null) : ISipTransport
{
    /// <summary>The largest UDP payload; a longer one cannot arrive.</summary>
    private const int MaxDatagramBytes = 65_535;

    /// <summary>Room for bursts while the loop is busy; the kernel may grant less.</summary>
    private const int SocketBufferBytes = 4 * 1_024 * 1_024;

    /// <summary>Asking for the age of one datagram in so many is a system call in so many.</summary>
    private const int AskEvery = 16;

    /// <summary>A full send buffer holds the loop up for so long at most.</summary>
    private const int SendTimeoutMs = 1;

    private readonly Socket _socket = new(bind.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
    private readonly TaskCompletionSource _received = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isStopping;
    private bool _isStarted;

    public SipTransportKind Kind => SipTransportKind.Udp;

    public IPEndPoint LocalEndPoint => (IPEndPoint)(_socket.LocalEndPoint ?? bind);

    public void Start(ISipTransportSink sink)
    {
        _socket.ReceiveBufferSize = SocketBufferBytes;
        _socket.SendBufferSize = SocketBufferBytes;
        _socket.Bind(bind);
        _socket.SendTimeout = SendTimeoutMs;
        _isStarted = true;
        new Thread(() => ReceiveAll(sink)) { Name = "sip-udp", IsBackground = true }.Start();
    }

    public int ConnectionCount => 0;

    public bool IsAlive(SipFlow flow) => true;

    public bool TrySend(ReadOnlyMemory<byte> message, SipFlow flow, out SipFlow taken)
    {
        taken = flow;
        try
        {
            _socket.SendTo(message.Span, SocketFlags.None, flow.Remote);
            return true;
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.WouldBlock or SocketError.TimedOut)
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
        _isStopping = true;
        _socket.Dispose(); // ends the wait
        if (_isStarted)
            await _received.Task.ConfigureAwait(false);
    }

    // The outer loop survives errors that the network reports (ICMP); the inner one only receives.
    private void ReceiveAll(ISipTransportSink sink)
    {
        onThread?.Invoke();
        var buffer = new byte[MaxDatagramBytes];
        while (!_isStopping)
        {
            try
            {
                Receive(sink, buffer);
            }
            catch (SocketException exception) when (!_isStopping)
            {
                sink.Fault(exception);
            }
            catch (Exception exception) when (exception is ObjectDisposedException or SocketException)
            {
                break;
            }
        }
        _received.SetResult();
    }

    private void Receive(ISipTransportSink sink, byte[] buffer)
    {
        var address = new SocketAddress(bind.AddressFamily);
        var peers = new PeerCache();
        for (int received = 0; ; received++)
        {
            int length = _socket.ReceiveFrom(buffer, SocketFlags.None, address);
            if (onWaited is not null && received % AskEvery == 0 && DatagramAge.OfLastRead(_socket) is { } waited)
                onWaited(waited);
            sink.DeliverFirst(buffer.AsSpan(0, length), new SipFlow(SipTransportKind.Udp, peers.EndPointOf(address)));
            while (_socket.Available == 0 && sink.Continue())
                continue; // users are told while nobody waits for a 100
        }
    }
}
