using System.Net;

namespace SmartPbx.Sip.Messages;

/// <summary>What stands between the brackets of an IPv6reference (RFC 3261 §25.1).</summary>
internal static class Ipv6Reference
{
    public const int MaxBytes = 64; // longer than any address with a zone

    /// <summary>
    /// An address, or the form with three colons before an embedded IPv4 address that the grammar of RFC 3261 made by mistake: both are to be
    /// tolerated (RFC 5118 §4.10).
    /// </summary>
    public static bool IsValid(ReadOnlySpan<byte> text)
    {
        if (text.Length > MaxBytes || !text.Contains((byte)':'))
            return false;
        if (IPAddress.IsValidUtf8(text))
            return true;
        int colons = text.IndexOf(":::"u8);
        if (colons < 0 || !text[(colons + 3)..].Contains((byte)'.') || text[(colons + 3)..].Contains((byte)':'))
            return false;
        Span<byte> mended = stackalloc byte[text.Length - 1];
        text[..(colons + 2)].CopyTo(mended);
        text[(colons + 3)..].CopyTo(mended[(colons + 2)..]);
        return IPAddress.IsValidUtf8(mended);
    }
}
