using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using SmartPbx.Bench.Relay;
using SmartPbx.Media.Rtp;

namespace SmartPbx.Bench.Transcoding;

/// <summary>
/// The far ends of transcoded calls: each side sends a packet of its codec every 20 ms and counts what comes back. What comes out is found again
/// by SSRC and timestamp, for a transcoder keeps the source's first timestamp and counts on in the other codec's clock. One thread; not a packet is allocated.
/// </summary>
internal sealed class TranscodeGenerator : IDisposable
{
    private const int SocketsOfSide = 32; // two ports apart; the relay learns each source from its first packet
    private const int SlotsPerPeriod = 20; // of a millisecond
    private const double WarmUpSeconds = 1, DrainSeconds = 0.3;
    private const int MaxPacketBytes = 1500;
    private const double MaxDelayMs = 1000, HistogramStepMs = 0.05;

    private readonly Socket[] _sockets; // of side A, then of side B
    private readonly SocketAddress[] _targets; // of each stream: 2 * call + side
    private readonly SpeechLoop[] _speech;
    private readonly long[] _sentAt; // of each stream's last packets
    private readonly byte[] _packet = new byte[MaxPacketBytes];
    private readonly int[] _delays = new int[(int)(MaxDelayMs / HistogramStepMs)];
    private readonly int _calls;
    private int _period; // packets of each stream sent so far
    private int _firstMeasured = int.MaxValue, _endMeasured = int.MaxValue;
    private long _received;

    public TranscodeGenerator(string map, SpeechLoop a, SpeechLoop b)
    {
        var lines = File.ReadAllLines(map);
        (_calls, _speech) = (lines.Length, [a, b]);
        _targets = [.. lines.Select(l => l.Split(' ')).SelectMany(f => new[] { Address(f[1]), Address(f[3]) })];
        _sentAt = new long[2 * _calls * RememberedPackets];
        _sockets = [.. Sockets(RelayPorts.GeneratorA), .. Sockets(RelayPorts.GeneratorB)];
    }

    private static int RememberedPackets => 64; // more than a second

    /// <summary>Sends and receives on the calling thread.</summary>
    public TranscodeRun Run(double seconds, Process relay)
    {
        var (slot, slots, late) = (0, (int)((WarmUpSeconds + seconds) * 1000), 0.0);
        var warmUp = (int)(WarmUpSeconds * 1000) / SlotsPerPeriod;
        var (cpuBefore, cpuAfter) = (TimeSpan.Zero, TimeSpan.Zero);
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started).TotalMilliseconds < slots + DrainSeconds * 1000)
        {
            var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            if (slot < slots && elapsed >= slot)
            {
                if (_period == warmUp && _firstMeasured == int.MaxValue) (_firstMeasured, cpuBefore) = (warmUp, Cpu(relay));
                if (_period >= warmUp) late = Math.Max(late, elapsed - slot);
                SendSlot(slot % SlotsPerPeriod);
                if (++slot % SlotsPerPeriod == 0) _period++;
                if (slot == slots) (_endMeasured, cpuAfter) = (_period, Cpu(relay));
            }
            else if (!ReceiveAll()) Thread.Yield();
        }
        double packets = 2.0 * _calls * (_endMeasured - _firstMeasured);
        return new TranscodeRun(100 * (1 - _received / packets), Quantile(0.5), Quantile(0.99), (cpuAfter - cpuBefore).TotalMicroseconds / packets, (cpuAfter - cpuBefore).TotalSeconds / seconds * 100, late);
    }

    public void Dispose()
    {
        foreach (var socket in _sockets) socket.Dispose();
    }

    private void SendSlot(int slot)
    {
        for (var call = slot; call < _calls; call += SlotsPerPeriod)
            for (var side = 0; side < 2; side++) Send(call, side);
    }

    private void Send(int call, int side)
    {
        var speech = _speech[side];
        var stream = 2 * call + side;
        var payload = speech[_period + call];
        var head = new RtpHeader(speech.Format.PayloadType, _period == 0, (ushort)_period, (uint)(_period * Step(side)), (uint)stream + 1).Write(_packet);
        payload.CopyTo(_packet.AsSpan(head));
        _sentAt[stream * RememberedPackets + _period % RememberedPackets] = Stopwatch.GetTimestamp();
        SocketOf(call, side).SendTo(_packet.AsSpan(0, head + payload.Length), SocketFlags.None, _targets[stream]);
    }

    private bool ReceiveAll()
    {
        var any = false;
        foreach (var socket in _sockets)
            while (socket.Available > 0)
            {
                any = true;
                Count(_packet.AsSpan(0, socket.Receive(_packet, SocketFlags.None, out _)), Stopwatch.GetTimestamp());
            }
        return any;
    }

    private void Count(ReadOnlySpan<byte> packet, long now)
    {
        if (packet.Length < RtpPacket.MinHeaderBytes) return;
        var stream = (int)BinaryPrimitives.ReadUInt32BigEndian(packet[8..]) - 1;
        if (stream < 0 || stream >= 2 * _calls) return;
        var number = (int)(BinaryPrimitives.ReadUInt32BigEndian(packet[4..]) / Step(1 - stream % 2));
        if (number < _firstMeasured || number >= _endMeasured || number > _period || number <= _period - RememberedPackets) return;
        _received++;
        var delayMs = Stopwatch.GetElapsedTime(_sentAt[stream * RememberedPackets + number % RememberedPackets], now).TotalMilliseconds;
        _delays[(int)Math.Min(delayMs / HistogramStepMs, _delays.Length - 1)]++;
    }

    private double Quantile(double share)
    {
        long wanted = (long)Math.Ceiling(share * _received), seen = 0;
        for (var i = 0; i < _delays.Length; i++)
            if ((seen += _delays[i]) >= wanted) return (i + 0.5) * HistogramStepMs;
        return MaxDelayMs;
    }

    private uint Step(int side) => (uint)(_speech[side].Format.ClockRateHz / 50);

    private Socket SocketOf(int call, int side) => _sockets[side * SocketsOfSide + call % SocketsOfSide];

    private static TimeSpan Cpu(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    private static SocketAddress Address(string port) => new IPEndPoint(IPAddress.Loopback, int.Parse(port, System.Globalization.CultureInfo.InvariantCulture)).Serialize();

    private static IEnumerable<Socket> Sockets(int firstPort) => Enumerable.Range(0, SocketsOfSide).Select(i =>
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 1 << 22, SendBufferSize = 1 << 22 };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, firstPort + 2 * i));
        return socket;
    });
}
