using SmartPbx.Media.Codecs;
using SmartPbx.Media.Relay;

namespace SmartPbx.Media.Recording;

/// <summary>
/// Copies the audio packets of one side of a leg, undecoded, into a bounded ring for the recording thread. One producer (relay thread), one
/// consumer. The relay pays one copy of the payload; order, loss and decoding are the consumer's work.
/// </summary>
internal sealed class PacketTap
{
    /// <summary>Packets that wait for the recording thread: 2.5 seconds at 20 ms.</summary>
    public const int Slots = 128;

    /// <summary>The largest Opus payload (RFC 6716 section 3.4). Longer ones are not recorded and counted as overflow.</summary>
    public const int MaxPayloadBytes = 1275;

    private const int UsualPayloadBytes = 160;
    private const int LongPayloadBytes = 480; // 60 ms of G.711 or G.722

    private readonly byte[][] _payloads = new byte[Slots][]; // a slot grows when it meets a longer packet
    private readonly TappedPacket[] _packets = new TappedPacket[Slots];
    private long _written; // relay thread
    private long _read; // recording thread

    public PacketTap(TapSide side)
    {
        Side = side;
        for (int slot = 0; slot < Slots; slot++) _payloads[slot] = new byte[UsualPayloadBytes];
    }

    public TapSide Side { get; }

    public bool Write(IAudioCodec codec, uint ssrc, uint timestamp, long arrivedAt, ReadOnlySpan<byte> payload, bool isNoise = false)
    {
        if (payload.Length > MaxPayloadBytes || _written - Volatile.Read(ref _read) >= Slots) return false;
        int slot = (int)(_written % Slots);
        if (_payloads[slot].Length < payload.Length) _payloads[slot] = new byte[payload.Length <= LongPayloadBytes ? LongPayloadBytes : MaxPayloadBytes];
        payload.CopyTo(_payloads[slot]);
        _packets[slot] = new TappedPacket(codec, ssrc, timestamp, arrivedAt, payload.Length) { IsNoise = isNoise };
        Volatile.Write(ref _written, _written + 1);
        return true;
    }

    /// <summary>The oldest packet; it stays valid until <see cref="Advance"/>.</summary>
    public bool TryPeek(out TappedPacket packet, out ReadOnlySpan<byte> payload)
    {
        packet = default;
        payload = default;
        if (Volatile.Read(ref _written) == _read) return false;
        int slot = (int)(_read % Slots);
        packet = _packets[slot];
        payload = _payloads[slot].AsSpan(0, packet.PayloadBytes);
        return true;
    }

    public void Advance() => Volatile.Write(ref _read, _read + 1);
}
