using System.Buffers.Binary;

namespace SmartPbx.Media.Rtp;

/// <summary>One report block (RFC 3550 section 6.4.1).</summary>
/// <param name="Ssrc">The stream reported on.</param>
/// <param name="FractionLost">Share lost since the last report, in 1/256.</param>
/// <param name="CumulativeLost">Packets lost in all, 24 bits signed on the wire.</param>
/// <param name="ExtendedHighest">Extended highest sequence number.</param>
/// <param name="Jitter">Interarrival jitter in timestamp units.</param>
/// <param name="LastSenderReport">Middle 32 bits of the NTP time of the last SR; 0 without one.</param>
/// <param name="DelaySinceLastSenderReport">In 1/65,536 seconds.</param>
public readonly record struct RtcpReportBlock(
    uint Ssrc, byte FractionLost, int CumulativeLost, uint ExtendedHighest, uint Jitter, uint LastSenderReport, uint DelaySinceLastSenderReport)
{
    /// <summary>Reads the 24 bytes of a block.</summary>
    public static RtcpReportBlock Read(ReadOnlySpan<byte> bytes)
    {
        uint loss = BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
        return new RtcpReportBlock(
            BinaryPrimitives.ReadUInt32BigEndian(bytes),
            (byte)(loss >> 24),
            (int)(loss << 8) >> 8,
            BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[20..]));
    }

    /// <summary>Writes the 24 bytes.</summary>
    public void Write(Span<byte> bytes)
    {
        int lost = Math.Clamp(CumulativeLost, -0x80_0000, 0x7F_FFFF);
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Ssrc);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], ((uint)FractionLost << 24) | ((uint)lost & 0xFF_FFFF));
        BinaryPrimitives.WriteUInt32BigEndian(bytes[8..], ExtendedHighest);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[12..], Jitter);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[16..], LastSenderReport);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[20..], DelaySinceLastSenderReport);
    }
}
