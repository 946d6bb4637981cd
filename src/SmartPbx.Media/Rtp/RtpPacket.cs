using System.Buffers.Binary;

namespace SmartPbx.Media.Rtp;

/// <summary>A view on the bytes of one RTP packet (RFC 3550 section 5.1); copies nothing and lives as long as they do.</summary>
/// <remarks>
/// <code>
///  0                   1                   2                   3
///  |V=2|P|X|  CC   |M|     PT      |       sequence number         |
///  |                           timestamp                           |
///  |           synchronization source (SSRC) identifier            |
///  |            contributing source (CSRC) identifiers, CC times   |
///  |      extension profile        |   extension length in words   |  when X
/// </code>
/// </remarks>
public readonly ref struct RtpPacket
{
    /// <summary>Bytes of a header without CSRC and extension.</summary>
    public const int MinHeaderBytes = 12;

    private readonly ReadOnlySpan<byte> _bytes;

    private RtpPacket(ReadOnlySpan<byte> bytes, int headerBytes, int payloadBytes)
    {
        _bytes = bytes;
        HeaderBytes = headerBytes;
        Payload = bytes.Slice(headerBytes, payloadBytes);
    }

    /// <summary>Bytes before the payload.</summary>
    public int HeaderBytes { get; }

    /// <summary>Payload without padding.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Marker bit: first packet of a talk spurt (RFC 3551 section 4.1).</summary>
    public bool Marker => (_bytes[1] & 0x80) != 0;

    /// <summary>0–127.</summary>
    public byte PayloadType => (byte)(_bytes[1] & 0x7F);

    /// <summary>Wraps at 65,536.</summary>
    public ushort SequenceNumber => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    /// <summary>In units of the codec's clock; wraps.</summary>
    public uint Timestamp => BinaryPrimitives.ReadUInt32BigEndian(_bytes[4..]);

    /// <summary>Who sends.</summary>
    public uint Ssrc => BinaryPrimitives.ReadUInt32BigEndian(_bytes[8..]);

    /// <summary>Whether a header extension is there.</summary>
    public bool HasExtension => (_bytes[0] & 0x10) != 0;

    /// <summary>Contributing sources listed.</summary>
    public int CsrcCount => _bytes[0] & 0x0F;

    /// <summary>Looks at one datagram.</summary>
    /// <param name="bytes">The datagram.</param>
    /// <param name="packet">The view, valid when true is returned.</param>
    /// <param name="error">What is wrong with it.</param>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out RtpPacket packet, out RtpParseError error)
    {
        packet = default;
        error = RtpParseError.Truncated;
        if (bytes.Length < MinHeaderBytes) return false;
        int first = bytes[0];
        if (first >> 6 != 2)
        {
            error = RtpParseError.BadVersion;
            return false;
        }
        int header = MinHeaderBytes + (first & 0x0F) * 4;
        if ((first & 0x10) != 0)
        {
            if (bytes.Length < header + 4) return false;
            header += 4 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(header + 2)..]) * 4;
        }
        if (bytes.Length < header) return false;
        int padding = (first & 0x20) != 0 ? bytes[^1] : 0;
        if (padding > bytes.Length - header || ((first & 0x20) != 0 && padding == 0))
        {
            error = RtpParseError.BadPadding;
            return false;
        }
        packet = new RtpPacket(bytes, header, bytes.Length - header - padding);
        error = RtpParseError.None;
        return true;
    }
}
