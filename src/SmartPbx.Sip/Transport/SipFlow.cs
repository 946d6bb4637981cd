using System.Globalization;
using System.Net;

namespace SmartPbx.Sip.Transport;

/// <summary>
/// A way to a peer: the one name of a peer in this library. A connection id of 0 means any connection to the address, opened if there is
/// none; another id means that very connection and no other. Ids are never used again, not even by the next process.
/// </summary>
/// <param name="Kind">The transport.</param>
/// <param name="Remote">The peer's address.</param>
/// <param name="ConnectionId">Which connection; 0 over UDP.</param>
public readonly record struct SipFlow(SipTransportKind Kind, IPEndPoint Remote, long ConnectionId = 0)
{
    private const char ConnectionMark = '#';
    private const char NameMark = '=';
    private const char LocalMark = '@';

    /// <summary>The domain that the peer's certificate must prove (RFC 5922 §7.2); <c>null</c>: its address. Only for flows over TLS that we open.</summary>
    public string? ServerName { get; init; }

    /// <summary>
    /// The bound address of our listener that it came by, where several have the same kind and address family; <c>null</c>: the only one, or the
    /// first. What leaves by the flow leaves from there, and names that listener's advertised address.
    /// </summary>
    public IPEndPoint? Local { get; init; }

    public static SipFlow Udp(IPEndPoint remote) => new(SipTransportKind.Udp, remote);

    /// <summary>Reads what <see cref="ToString"/> writes: <c>[kind:]address:port[#connection][=name][@local]</c>.</summary>
    public static bool TryParse(string? text, out SipFlow flow)
    {
        flow = default;
        var rest = text.AsSpan();
        string? own = TakeTail(ref rest, LocalMark);
        string? name = TakeTail(ref rest, NameMark);
        string? connection = TakeTail(ref rest, ConnectionMark);
        var kind = TakeKind(ref rest);
        long id = 0;
        IPEndPoint? local = null;
        if ((own is not null && !IPEndPoint.TryParse(own, out local))
            || (connection is not null && !long.TryParse(connection, NumberStyles.None, CultureInfo.InvariantCulture, out id))
            || !rest.Contains(':') || !IPEndPoint.TryParse(rest, out var remote))
            return false;
        flow = new SipFlow(kind, remote, id) { ServerName = name, Local = local };
        return true;
    }

    /// <summary>For journals and files. UDP is the kind of an address alone.</summary>
    public override string ToString()
    {
        string kind = Kind == SipTransportKind.Udp ? "" : Kind.ViaName().ToLowerInvariant() + ":";
        string connection = ConnectionId == 0 ? "" : ConnectionMark + ConnectionId.ToString(CultureInfo.InvariantCulture);
        return $"{kind}{Remote}{connection}{(ServerName is null ? "" : NameMark + ServerName)}{(Local is null ? "" : $"{LocalMark}{Local}")}";
    }

    private static string? TakeTail(ref ReadOnlySpan<char> text, char mark)
    {
        int at = text.IndexOf(mark);
        if (at < 0)
            return null;
        string tail = text[(at + 1)..].ToString();
        text = text[..at];
        return tail;
    }

    private static SipTransportKind TakeKind(ref ReadOnlySpan<char> text)
    {
        foreach (var kind in Enum.GetValues<SipTransportKind>())
        {
            string name = kind.ViaName();
            if (!text.StartsWith(name, StringComparison.OrdinalIgnoreCase) || text.Length <= name.Length || text[name.Length] != ':')
                continue;
            text = text[(name.Length + 1)..];
            return kind;
        }
        return SipTransportKind.Udp;
    }
}
