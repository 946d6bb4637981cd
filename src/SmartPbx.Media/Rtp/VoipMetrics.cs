using System.Buffers.Binary;

namespace SmartPbx.Media.Rtp;

/// <summary>What a receiver says of the call it hears: the VoIP metrics block of an extended report (RFC 3611 section 4.7), as far as we use it.</summary>
/// <param name="LossShare">Packets lost in the network, 0–1.</param>
/// <param name="DiscardShare">Packets that came, but too late or too early for the receiver's jitter buffer, 0–1.</param>
/// <param name="ListeningMos">Opinion of the listening quality, 1–5; null: not measured.</param>
/// <param name="ConversationalMos">The same with the delay of the conversation, 1–5; null: not measured.</param>
public readonly record struct VoipMetrics(double LossShare, double DiscardShare, double? ListeningMos, double? ConversationalMos)
{
    private const int PacketHeaderBytes = 8, BlockHeaderBytes = 4, BlockBytes = 36;
    private const byte BlockType = 7;
    private const int WorstMos = 10, BestMos = 50; // "MOS is 1 to 5 times 10"; 127 is unavailable, all else reserved

    /// <summary>Finds the block on this stream in one RTCP packet of type 207. What is cut or unknown is passed over.</summary>
    public static bool TryFind(ReadOnlySpan<byte> packet, uint ssrc, out VoipMetrics metrics)
    {
        metrics = default;
        for (int at = PacketHeaderBytes; TryBlock(packet, at, out ReadOnlySpan<byte> block); at += block.Length)
        {
            if (block[0] != BlockType || block.Length < BlockBytes || BinaryPrimitives.ReadUInt32BigEndian(block[4..]) != ssrc) continue;
            metrics = new VoipMetrics(block[8] / 256.0, block[9] / 256.0, Mos(block[26]), Mos(block[27]));
            return true;
        }
        return false;
    }

    /// <summary>Names a stream otherwise in every block that reports on it: the receiver heard it under our number, its source has another.</summary>
    public static void Rename(Span<byte> packet, uint from, uint to)
    {
        for (int at = PacketHeaderBytes; TryBlock(packet, at, out ReadOnlySpan<byte> block); at += block.Length)
        {
            // Section 4: loss and duplicate run lengths, receipt times, statistics summary and VoIP metrics name their stream first; DLRR names one in each of its 12 bytes.
            int step = block[0] switch { 1 or 2 or 3 or 6 or BlockType => block.Length, 5 => 12, _ => 0 };
            for (int ssrc = BlockHeaderBytes; step > 0 && ssrc + sizeof(uint) <= block.Length; ssrc += step)
                if (BinaryPrimitives.ReadUInt32BigEndian(block[ssrc..]) == from) BinaryPrimitives.WriteUInt32BigEndian(packet[(at + ssrc)..], to);
        }
    }

    // Block type, type-specific byte, length in words after the first (section 3).
    private static bool TryBlock(ReadOnlySpan<byte> packet, int at, out ReadOnlySpan<byte> block)
    {
        block = default;
        if (at + BlockHeaderBytes > packet.Length) return false;
        int bytes = (BinaryPrimitives.ReadUInt16BigEndian(packet[(at + 2)..]) + 1) * 4;
        if (at + bytes > packet.Length) return false;
        block = packet.Slice(at, bytes);
        return true;
    }

    private static double? Mos(byte value) => value is >= WorstMos and <= BestMos ? value / 10.0 : null;
}
