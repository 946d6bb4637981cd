using System.Buffers.Binary;

namespace SmartPbx.Media.Rtp;

/// <summary>Walks the packets of a compound RTCP datagram (RFC 3550 section 6.1) without copying.</summary>
public ref struct RtcpReader(ReadOnlySpan<byte> compound)
{
    /// <summary>Bytes of one report block.</summary>
    public const int ReportBlockBytes = 24;

    private readonly ReadOnlySpan<byte> _compound = compound;
    private int _next;

    /// <summary>Type of the current packet.</summary>
    public RtcpType Type { get; private set; }

    /// <summary>Reports or sources in the current packet.</summary>
    public int Count { get; private set; }

    /// <summary>Where the current packet begins in the datagram.</summary>
    public int Offset { get; private set; }

    /// <summary>Bytes of the current packet with its header.</summary>
    public int Length { get; private set; }

    /// <summary>Offset of the first report block in the datagram: after the sender info of an SR, after the SSRC of an RR.</summary>
    public readonly int ReportsOffset => Offset + (Type == RtcpType.SenderReport ? 28 : 8);

    /// <summary>True when the datagram looks like RTCP: version 2 and a type of 192–223 (RFC 5761 section 4, to tell it from RTP).</summary>
    public static bool IsRtcp(ReadOnlySpan<byte> datagram) => datagram.Length >= 8 && datagram[0] >> 6 == 2 && datagram[1] is >= 192 and <= 223;

    /// <summary>Steps to the next packet.</summary>
    /// <returns>False at the end, or when the rest is malformed.</returns>
    public bool MoveNext()
    {
        ReadOnlySpan<byte> rest = _compound[_next..];
        if (rest.Length < 8 || rest[0] >> 6 != 2) return false;
        int length = (BinaryPrimitives.ReadUInt16BigEndian(rest[2..]) + 1) * 4;
        if (length < 8 || length > rest.Length) return false;
        Type = (RtcpType)rest[1];
        Count = rest[0] & 0x1F;
        Offset = _next;
        Length = length;
        _next += length;
        bool reports = Type is RtcpType.SenderReport or RtcpType.ReceiverReport;
        return !reports || ReportsOffset - Offset + Count * ReportBlockBytes <= length;
    }
}
