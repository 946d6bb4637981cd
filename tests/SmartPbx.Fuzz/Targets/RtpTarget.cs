using SmartPbx.Fuzz.Mutation;
using SmartPbx.Media.Codecs;
using SmartPbx.Media.Detection;
using SmartPbx.Media.Jitter;
using SmartPbx.Media.Rtp;

namespace SmartPbx.Fuzz.Targets;

/// <summary>RTP (RFC 3550 §5.1) and what reads it: statistics, jitter buffer, telephone-events (RFC 4733). One input is a stream: packets of two bytes of length each.</summary>
internal sealed class RtpTarget : IFuzzTarget
{
    private static readonly JitterBuffer _jitter = new(new JitterBufferOptions());
    private readonly ReceptionStatistics _statistics = new();
    private readonly DtmfEventReceiver _events = new();
    private readonly DtmfDigit[] _digits = new DtmfDigit[DtmfEventReceiver.MaxDigitsPerPacket];
    private readonly short[] _frame = new short[160];
    private long _arrivedAt;

    public string Name => "rtp";

    public IReadOnlyList<string> Words { get; } = ["\u0000\u0010", "\u0000\u00ac", "\u00ff\u00ff", "\u0000\u0000\u0000\u0000"];

    public IEnumerable<byte[]> Seeds(FuzzRandom random)
    {
        for (var i = 0; i < 40; i++) yield return Stream(random, packets: 1 + random.Below(12));
    }

    public void Feed(ReadOnlyMemory<byte> input)
    {
        for (var rest = input.Span; rest.Length > 2;)
        {
            var length = Math.Min((rest[0] << 8) | rest[1], rest.Length - 2);
            Receive(rest.Slice(2, length));
            rest = rest[(2 + length)..];
        }
    }

    private void Receive(ReadOnlySpan<byte> datagram)
    {
        if (!RtpPacket.TryParse(datagram, out var packet, out _)) return;
        BrokenPromiseException.Unless(packet.HeaderBytes + packet.Payload.Length <= datagram.Length, "header and payload lie in the datagram");
        _statistics.Update(packet.Ssrc, packet.SequenceNumber, packet.Timestamp, ++_arrivedAt * 160, 8000);
        BrokenPromiseException.Unless(_statistics.Lost >= 0 && double.IsFinite(_statistics.JitterMs), "figures stay figures");
        var keys = _events.Process(packet.Ssrc, packet.Timestamp, packet.Payload, _digits);
        BrokenPromiseException.Unless(keys is >= 0 and <= DtmfEventReceiver.MaxDigitsPerPacket, "a packet completes two keys at most");
        _jitter.Put(packet.PayloadType == 8 ? G711Codec.Pcma : G711Codec.Pcmu, packet.Ssrc, packet.Timestamp, packet.Payload, _arrivedAt);
        _ = _jitter.Take(_frame, ref _arrivedAt);
    }

    private static byte[] Stream(FuzzRandom random, int packets)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < packets; i++)
        {
            var payload = random.OneIn(3) ? 4 : 160;
            bytes.AddRange([(byte)((12 + payload) >> 8), (byte)(12 + payload), 0x80, (byte)(payload == 4 ? 101 : 0), 0, (byte)i, 0, 0, (byte)(i * 160 >> 8), (byte)(i * 160), 1, 2, 3, 4]);
            for (var b = 0; b < payload; b++) bytes.Add(random.Byte());
        }
        return [.. bytes];
    }
}
