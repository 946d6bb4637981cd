using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace SmartPbx.MediaEdge.Tests.Faults;

/// <summary>The audio of one side of one call: sends PCMU until enough of the other side was heard.</summary>
internal sealed class PulseEnd : IDisposable
{
    private const int HeaderBytes = 12, PayloadBytes = 160, Enough = 3;
    private readonly UdpClient _socket;
    private readonly CancellationTokenSource _stop = new();
    private int _heard;

    public PulseEnd(IPAddress address)
    {
        _socket = new UdpClient(new IPEndPoint(address, 0));
        _ = ReceiveAsync();
    }

    public int Port => ((IPEndPoint)_socket.Client.LocalEndPoint!).Port;

    public bool HasHeard => Volatile.Read(ref _heard) >= Enough;

    /// <summary>Begins to send there, until disposed.</summary>
    public void Send(IPEndPoint remote) => _ = SendAsync(remote);

    public void Dispose()
    {
        _stop.Cancel();
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task SendAsync(IPEndPoint remote)
    {
        var (packet, stop) = (new byte[HeaderBytes + PayloadBytes], _stop.Token);
        packet[0] = 0x80; // version 2, PCMU
        BinaryPrimitives.WriteInt32BigEndian(packet.AsSpan(8), Port);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        try
        {
            for (ushort number = 1; await timer.WaitForNextTickAsync(stop); number++)
            {
                BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), number);
                BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), (uint)number * PayloadBytes);
                await _socket.SendAsync(packet, remote, stop);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // the call is over
        }
    }

    private async Task ReceiveAsync()
    {
        var stop = _stop.Token;
        try
        {
            while (true)
            {
                await _socket.ReceiveAsync(stop);
                Interlocked.Increment(ref _heard);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // the call is over
        }
    }
}
