using System.Buffers.Binary;

namespace SmartPbx.Media.Rtp;

/// <summary>The fields of a plain header (RFC 3550 section 5.1), for writing.</summary>
public readonly record struct RtpHeader(byte PayloadType, bool Marker, ushort SequenceNumber, uint Timestamp, uint Ssrc)
{
    /// <summary>Writes the 12 bytes.</summary>
    /// <returns><see cref="RtpPacket.MinHeaderBytes"/>.</returns>
    public int Write(Span<byte> bytes)
    {
        bytes[0] = 0x80;
        bytes[1] = (byte)((Marker ? 0x80 : 0) | (PayloadType & 0x7F));
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], SequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], Timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[8..], Ssrc);
        return RtpPacket.MinHeaderBytes;
    }
}
