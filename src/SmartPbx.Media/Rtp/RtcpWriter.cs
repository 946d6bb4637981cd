using System.Buffers.Binary;

namespace SmartPbx.Media.Rtp;

/// <summary>Composes our own compound packets: SR or RR, then SDES with the CNAME (RFC 3550 section 6.1).</summary>
public static class RtcpWriter
{
    /// <summary>Room for one compound packet with one report block, a CNAME of up to 32 bytes and a BYE.</summary>
    public const int MaxBytes = 128;

    private const int MaxCnameBytes = 32;

    /// <summary>Writes one compound packet.</summary>
    /// <param name="bytes">At least <see cref="MaxBytes"/>.</param>
    /// <param name="ssrc">Our SSRC.</param>
    /// <param name="sender">Sender info for an SR; null for an RR.</param>
    /// <param name="report">Report on the stream we receive; null without one.</param>
    /// <param name="cname">ASCII, cut to 32 bytes.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> bytes, uint ssrc, RtcpSenderInfo? sender, RtcpReportBlock? report, ReadOnlySpan<byte> cname)
    {
        int length = 8;
        BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], ssrc);
        if (sender is { } info)
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], info.NtpTime);
            BinaryPrimitives.WriteUInt32BigEndian(bytes[16..], info.RtpTimestamp);
            BinaryPrimitives.WriteUInt32BigEndian(bytes[20..], info.PacketCount);
            BinaryPrimitives.WriteUInt32BigEndian(bytes[24..], info.OctetCount);
            length = 28;
        }
        if (report is { } block)
        {
            block.Write(bytes[length..]);
            length += RtcpReader.ReportBlockBytes;
        }
        WriteHead(bytes, sender is null ? RtcpType.ReceiverReport : RtcpType.SenderReport, report is null ? 0 : 1, length);
        return length + WriteDescription(bytes[length..], ssrc, cname[..Math.Min(cname.Length, MaxCnameBytes)]);
    }

    /// <summary>Writes a BYE (RFC 3550 section 6.6), to follow a compound packet.</summary>
    /// <returns>Bytes written.</returns>
    public static int WriteGoodbye(Span<byte> bytes, uint ssrc)
    {
        BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], ssrc);
        WriteHead(bytes, RtcpType.Goodbye, 1, 8);
        return 8;
    }

    // SDES chunk: SSRC, item CNAME (1), length, text, then at least one null byte up to the next word (RFC 3550 section 6.5).
    private static int WriteDescription(Span<byte> bytes, uint ssrc, ReadOnlySpan<byte> cname)
    {
        int length = (8 + 2 + cname.Length + 1 + 3) & ~3;
        bytes[..length].Clear();
        BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], ssrc);
        bytes[8] = 1;
        bytes[9] = (byte)cname.Length;
        cname.CopyTo(bytes[10..]);
        WriteHead(bytes, RtcpType.SourceDescription, 1, length);
        return length;
    }

    private static void WriteHead(Span<byte> bytes, RtcpType type, int count, int length)
    {
        bytes[0] = (byte)(0x80 | count);
        bytes[1] = (byte)type;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], (ushort)(length / 4 - 1));
    }
}
