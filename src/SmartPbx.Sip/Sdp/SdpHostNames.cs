using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SmartPbx.Sip.Sdp;

/// <summary>
/// Host names in <c>c=</c> lines, which may stand where an address does (RFC 8866 §5.7). Found and replaced in the text, so that whoever reads the
/// description afterwards meets addresses only. Pure.
/// </summary>
public static class SdpHostNames
{
    /// <summary>Names in one description that are looked at; nobody needs more than one for each of two streams.</summary>
    public const int Max = 4;

    private const int MaxNameBytes = 253; // RFC 1035 §2.3.4

    /// <summary>The names with the families that they are to be looked up in, each once; none in nearly every description.</summary>
    public static IReadOnlyList<SdpHostName> Find(ReadOnlySpan<byte> text)
    {
        List<SdpHostName>? found = null;
        for (int at = 0; TryNext(text, ref at, out var host, out var family);)
        {
            var name = new SdpHostName(Encoding.ASCII.GetString(text[host]), family);
            if (found?.Contains(name) != true && (found ??= []).Count < Max)
                found.Add(name);
        }
        return found ?? (IReadOnlyList<SdpHostName>)[];
    }

    /// <summary>The text with an address for each name that has one.</summary>
    public static byte[] Replace(ReadOnlySpan<byte> text, IReadOnlyDictionary<SdpHostName, IPAddress> addresses)
    {
        var replaced = new List<byte>(text.Length);
        int copied = 0;
        for (int at = 0; TryNext(text, ref at, out var host, out var family);)
        {
            if (!addresses.TryGetValue(new SdpHostName(Encoding.ASCII.GetString(text[host]), family), out var address))
                continue;
            replaced.AddRange(text[copied..host.Start]);
            replaced.AddRange(Encoding.ASCII.GetBytes(address.ToString()));
            copied = host.End.Value;
        }
        replaced.AddRange(text[copied..]);
        return [.. replaced];
    }

    // c=<nettype> <addrtype> <connection-address>: the next one that names a host
    private static bool TryNext(ReadOnlySpan<byte> text, ref int at, out Range host, out AddressFamily family)
    {
        const int HeadBytes = 9; // "c=IN IP4 "
        (host, family) = (default, default);
        while (at < text.Length)
        {
            int start = at, end = text[at..].IndexOf((byte)'\n') is >= 0 and var length ? at + length : text.Length;
            at = end + 1;
            var line = text[start..end].TrimEnd("\r "u8);
            bool isFour = line.StartsWith("c=IN IP4 "u8);
            if (!isFour && !line.StartsWith("c=IN IP6 "u8))
                continue;
            var named = line[HeadBytes..];
            if (named.IsEmpty || named.Length > MaxNameBytes || named.IndexOfAny(" /"u8) >= 0 || !Ascii.IsValid(named) || IPAddress.TryParse(named, out _))
                continue; // an address, or a multicast one with its TTL
            (host, family) = ((start + HeadBytes)..(start + HeadBytes + named.Length), isFour ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6);
            return true;
        }
        return false;
    }
}
