using SmartPbx.Media.Codecs;

namespace SmartPbx.Media.Jitter;

/// <summary>
/// Packets that wait for their turn, in places of a fixed number, found by where they begin. There are few: looking at all of them is faster than keeping
/// them in order. One thread; no allocation after the first packets of a codec.
/// </summary>
internal sealed class WaitingRoom
{
    private static readonly int[] PayloadRooms = [160, 480, JitterBuffer.MaxPayloadBytes]; // 20 and 60 ms of G.711, anything

    private readonly WaitingPacket[] _packets;

    public WaitingRoom(int places)
    {
        _packets = new WaitingPacket[places];
        for (int i = 0; i < _packets.Length; i++) _packets[i] = new WaitingPacket();
    }

    /// <summary>Packets that came twice.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Packets for which no place was free.</summary>
    public long Dropped { get; private set; }

    /// <summary>Takes a packet that begins at this position.</summary>
    public void Put(IAudioCodec codec, long position, int samples, ReadOnlySpan<byte> payload, long arrivedAt)
    {
        WaitingPacket? free = null;
        foreach (WaitingPacket packet in _packets)
        {
            if (packet.IsUsed && packet.Position == position)
            {
                Duplicates++;
                return;
            }
            if (!packet.IsUsed) free ??= packet;
        }
        if (free is null)
        {
            Dropped++;
            return;
        }
        if (free.Payload.Length < payload.Length || free.Pcm.Length < samples) MakeRoom(payload.Length, samples);
        payload.CopyTo(free.Payload);
        (free.Codec, free.Position, free.ArrivedAt, free.Bytes, free.Samples) = (codec, position, arrivedAt, payload.Length, samples);
        (free.IsUsed, free.IsDecoded) = (true, false);
    }

    /// <summary>The first of those that begin before this position.</summary>
    public WaitingPacket? First(long before)
    {
        WaitingPacket? first = null;
        foreach (WaitingPacket packet in _packets)
            if (packet.IsUsed && packet.Position < before && (first is null || packet.Position < first.Position)) first = packet;
        return first;
    }

    /// <summary>Nobody waits any more.</summary>
    public void Clear()
    {
        foreach (WaitingPacket packet in _packets) packet.IsUsed = false;
    }

    // All places at once and in a few steps, so that only the first packets of a stream allocate.
    private void MakeRoom(int bytes, int samples)
    {
        bytes = Array.Find(PayloadRooms, room => room >= bytes);
        foreach (WaitingPacket packet in _packets)
        {
            if (packet.Payload.Length < bytes) Array.Resize(ref packet.Payload, bytes);
            if (packet.Pcm.Length < samples) Array.Resize(ref packet.Pcm, samples);
        }
    }
}
