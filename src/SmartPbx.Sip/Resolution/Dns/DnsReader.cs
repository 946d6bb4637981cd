using System.Buffers.Binary;
using System.Text;

namespace SmartPbx.Sip.Resolution.Dns;

/// <summary>Reads the parts of a DNS message (RFC 1035 §4.1). Nothing throws: after the first thing that does not fit, <see cref="IsBroken"/> is set and all else is zero.</summary>
internal ref struct DnsReader(ReadOnlySpan<byte> message)
{
    private const int PointerBits = 0xC0;
    private const int MaxNameBytes = 255;

    private readonly ReadOnlySpan<byte> _message = message;

    public int Position { get; set; }

    public bool IsBroken { get; private set; }

    public int Byte() => Take(1) is [var value] ? value : 0;

    public int Word() => Take(2) is { Length: 2 } bytes ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : 0;

    public uint Long() => Take(4) is { Length: 4 } bytes ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : 0;

    /// <summary>A length byte and so many characters.</summary>
    public string Text() => Encoding.Latin1.GetString(Take(Byte()));

    public ReadOnlySpan<byte> Take(int length)
    {
        if (IsBroken || length > _message.Length - Position)
        {
            IsBroken = true;
            return default;
        }
        var bytes = _message.Slice(Position, length);
        Position += length;
        return bytes;
    }

    /// <summary>
    /// A name, in lower case. Each pointer (§4.1.4) must lead further back than the one before, so that loops end, and the whole is bounded.
    /// </summary>
    public string Name()
    {
        var name = new StringBuilder();
        int after = -1;
        int barrier = Position;
        while (!IsBroken && Byte() is var length && length != 0)
        {
            if ((length & PointerBits) == PointerBits)
            {
                int target = ((length & ~PointerBits) << 8) | Byte();
                after = after < 0 ? Position : after;
                IsBroken |= target >= barrier;
                Position = barrier = target;
            }
            else
            {
                AppendLabel(name, length);
            }
        }
        if (after >= 0)
            Position = after;
        return IsBroken ? "" : name.ToString();
    }

    private void AppendLabel(StringBuilder name, int length)
    {
        if (name.Length > 0)
            name.Append('.');
        var label = Take(length);
        name.Append(Encoding.Latin1.GetString(label).ToLowerInvariant());
        // 0x40 and 0x80 are label types that nobody uses; a dot inside a label would make one name look like another.
        IsBroken |= (length & PointerBits) != 0 || label.Contains((byte)'.') || name.Length > MaxNameBytes;
    }
}
