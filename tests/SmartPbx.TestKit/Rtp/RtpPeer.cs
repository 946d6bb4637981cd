using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace SmartPbx.TestKit.Rtp;

/// <summary>
/// A G.711 µ-law RTP peer: sends a frame every 20 ms from its own thread (speech when queued, silence otherwise) and keeps everything it hears.
/// <see cref="MaxSendDelayMs"/> tells when a stall of the machine spoiled its own pacing.
/// </summary>
public sealed class RtpPeer : IDisposable
{
    public const int FrameSamples = 160, SampleRateHz = 8000, FrameMs = 20;
    private const byte EventPayloadType = 101;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly ConcurrentQueue<Utterance> _toSay = new();
    private readonly ConcurrentQueue<char> _toPress = new();
    private readonly Lock _lock = new();
    private readonly List<HeardPacket> _heard = [];
    private readonly uint _ssrc = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4));
    private volatile bool _stopped;
    private IPEndPoint? _remote;
    private Thread? _sender;
    private readonly Thread _receiver;
    private ushort _sequence = 1;
    private uint _timestamp = 16000;

    public RtpPeer(IPAddress address)
    {
        _socket.Bind(new IPEndPoint(address, 0));
        _socket.ReceiveTimeout = 200;
        _receiver = new Thread(Receive) { IsBackground = true, Name = "rtp-peer-receive" };
        _receiver.Start();
    }

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;
    public double MaxSendDelayMs { get; private set; }
    public long PacketsSent { get; private set; }

    /// <summary>Speech sent: what was queued with when its first and last frame left, in Stopwatch ticks.</summary>
    private sealed record Utterance(short[] Pcm, TaskCompletionSource<(long Start, long End)> Sent) { public int Position; public long StartedAt; }

    public void Start(IPEndPoint remote)
    {
        _remote = remote;
        if (_sender is not null) return;
        _sender = new Thread(SendPaced) { IsBackground = true, Name = "rtp-peer-send", Priority = ThreadPriority.AboveNormal };
        _sender.Start();
    }

    /// <summary>Queues speech (8 kHz); the task tells when its first and last sample were sent.</summary>
    public Task<(long Start, long End)> SayAsync(short[] pcm)
    {
        var utterance = new Utterance(pcm, new(TaskCreationOptions.RunContinuationsAsynchronously));
        _toSay.Enqueue(utterance);
        return utterance.Sent.Task;
    }

    /// <summary>Stops talking at once.</summary>
    public void Hush()
    {
        while (_toSay.TryDequeue(out var said)) said.Sent.TrySetResult((said.StartedAt, Stopwatch.GetTimestamp()));
    }

    /// <summary>Presses a key as RFC 4733 events: 100 ms, end packet thrice.</summary>
    public void Press(char digit) => _toPress.Enqueue(digit);

    public IReadOnlyList<HeardPacket> Heard { get { lock (_lock) return [.. _heard]; } }

    /// <summary>What arrived after a moment; cheap, however long the call is.</summary>
    public IReadOnlyList<HeardPacket> HeardSince(long tick)
    {
        lock (_lock)
        {
            var first = _heard.Count;
            while (first > 0 && _heard[first - 1].ArrivedAt >= tick) first--;
            return _heard[first..];
        }
    }

    private void SendPaced()
    {
        var start = Stopwatch.GetTimestamp();
        var frame = new byte[12 + FrameSamples];
        for (long tick = 0; !_stopped; tick++)
        {
            var due = start + tick * FrameMs * Stopwatch.Frequency / 1000;
            var wait = (due - Stopwatch.GetTimestamp()) * 1000.0 / Stopwatch.Frequency;
            if (wait > 0.3) Thread.Sleep(TimeSpan.FromMilliseconds(wait));
            else if (-wait > MaxSendDelayMs) MaxSendDelayMs = -wait;
            if (_toPress.TryDequeue(out var digit)) { SendDigit(digit); tick += 5; continue; }
            FillFrame(frame.AsSpan(12));
            SendPacket(frame, 0, false);
            _timestamp += FrameSamples;
        }
    }

    private void FillFrame(Span<byte> payload)
    {
        payload.Fill(0xFF); // µ-law silence
        if (!_toSay.TryPeek(out var said)) return;
        if (said.Position == 0) said.StartedAt = Stopwatch.GetTimestamp();
        var count = Math.Min(FrameSamples, said.Pcm.Length - said.Position);
        for (var i = 0; i < count; i++) payload[i] = MuLaw.Encode(said.Pcm[said.Position + i]);
        said.Position += count;
        if (said.Position < said.Pcm.Length) return;
        _toSay.TryDequeue(out _);
        said.Sent.TrySetResult((said.StartedAt, Stopwatch.GetTimestamp()));
    }

    private void SendPacket(byte[] packet, byte payloadType, bool marker)
    {
        packet[0] = 0x80;
        packet[1] = (byte)(payloadType | (marker ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), _sequence++);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), _timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), _ssrc);
        try { _socket.SendTo(packet, _remote!); PacketsSent++; }
        catch (SocketException) { } // the peer's port is closed: the call is over
        catch (ObjectDisposedException) { }
    }

    private void SendDigit(char digit)
    {
        var code = (byte)"0123456789*#ABCD".IndexOf(digit);
        var packet = new byte[16];
        for (var i = 1; i <= 7; i++)
        {
            packet[12] = code;
            packet[13] = (byte)((i >= 5 ? 0x80 : 0) | 10);
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(14), (ushort)(Math.Min(i, 5) * FrameSamples));
            SendPacket(packet, EventPayloadType, i == 1);
            if (i < 5) Thread.Sleep(FrameMs);
        }
        _timestamp += 6 * FrameSamples;
    }

    private void Receive()
    {
        var buffer = new byte[2048];
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        while (!_stopped)
        {
            int length;
            try { length = _socket.ReceiveFrom(buffer, ref from); }
            catch (SocketException) { continue; }
            catch (ObjectDisposedException) { return; }
            if (length < 12 || buffer[0] >> 6 != 2) continue;
            var payloadType = (byte)(buffer[1] & 0x7F);
            var pcm = new short[payloadType == 0 ? length - 12 : 0];
            for (var i = 0; i < pcm.Length; i++) pcm[i] = MuLaw.Decode(buffer[12 + i]);
            var packet = new HeardPacket(Stopwatch.GetTimestamp(), BinaryPrimitives.ReadUInt16BigEndian(buffer.AsSpan(2)),
                BinaryPrimitives.ReadUInt32BigEndian(buffer.AsSpan(4)), BinaryPrimitives.ReadUInt32BigEndian(buffer.AsSpan(8)), payloadType, pcm);
            lock (_lock) _heard.Add(packet);
        }
    }

    public void Dispose()
    {
        _stopped = true;
        _sender?.Join(500);
        _socket.Dispose();
        _receiver.Join(500);
    }
}
