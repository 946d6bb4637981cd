using System.Buffers.Binary;
using System.Text;

namespace SmartPbx.Sip.Resolution.Dns;

/// <summary>What is asked: a name, in lower case and without its last dot, and a type.</summary>
internal readonly record struct DnsQuestion(string Name, DnsRecordType Type)
{
    public const int HeaderBytes = 12;
    public const int ClassInternet = 1;

    /// <summary>RFC 1035 §2.3.4.</summary>
    private const int MaxNameBytes = 253;
    private const int MaxLabelBytes = 63;
    private const int RecursionDesired = 0x0100;

    /// <summary>Refuses what cannot be a name in the DNS.</summary>
    public static bool TryCreate(string name, DnsRecordType type, out DnsQuestion question)
    {
        string plain = name.TrimEnd('.').ToLowerInvariant();
        question = new DnsQuestion(plain, type);
        return plain.Length is > 0 and <= MaxNameBytes && Ascii.IsValid(plain) && plain.Split('.').All(label => label.Length is > 0 and <= MaxLabelBytes);
    }

    /// <summary>The query as bytes (RFC 1035 §4.1).</summary>
    public byte[] ToBytes(ushort id)
    {
        byte[] bytes = new byte[HeaderBytes + Name.Length + 2 + 4];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, id);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), RecursionDesired);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(4), 1); // one question
        int position = HeaderBytes;
        foreach (string label in Name.Split('.'))
        {
            bytes[position++] = (byte)label.Length;
            position += Encoding.ASCII.GetBytes(label, bytes.AsSpan(position));
        }
        position++; // the root
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(position), (ushort)Type);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(position + 2), ClassInternet);
        return bytes;
    }
}
