using System.Text;

namespace SmartPbx.Sip.Messages;

/// <summary>Names and compact forms (RFC 3261 §7.3.3, §20 and the IANA registry) of the headers in <see cref="SipHeaderId"/>.</summary>
internal static class SipHeaderNames
{
    private readonly record struct Entry(SipHeaderId Id, string Name, byte[] Bytes);

    private const ulong Singles = 1UL << (int)SipHeaderId.From | 1UL << (int)SipHeaderId.To | 1UL << (int)SipHeaderId.CallId
        | 1UL << (int)SipHeaderId.CSeq | 1UL << (int)SipHeaderId.MaxForwards | 1UL << (int)SipHeaderId.ContentType
        | 1UL << (int)SipHeaderId.Expires;

    private const int Letters = 32;
    private const int MaxLength = 19;

    /// <summary>How many values <see cref="SipHeaderId"/> has.</summary>
    public const int Count = (int)SipHeaderId.ReplyTo + 1;

    private static readonly string[] _canonical = new string[Count];

    // By length and first letter of the name: a lookup compares with one name, seldom with two.
    private static readonly Entry[][] _index = BuildIndex();

    public static string NameOf(SipHeaderId id) => _canonical[(int)id];

    public static SipHeaderId IdOf(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || name.Length > MaxLength)
            return SipHeaderId.Other;
        foreach (var entry in _index[IndexOf(name.Length, name[0])])
            if (name.SequenceEqual(entry.Bytes) || Ascii.EqualsIgnoreCase(name, entry.Bytes))
                return entry.Id;
        return SipHeaderId.Other;
    }

    public static SipHeaderId IdOf(string name)
    {
        if (name.Length is > 0 and <= MaxLength)
            foreach (var entry in _index[IndexOf(name.Length, name[0])])
                if (name.Equals(entry.Name, StringComparison.OrdinalIgnoreCase))
                    return entry.Id;
        return SipHeaderId.Other;
    }

    // The low five bits of a letter are the same in both cases.
    private static int IndexOf(int length, int first) => length * Letters + (first & (Letters - 1));

    /// <summary>May appear once at most (RFC 3261 §7.3.1, §20: no comma list in its grammar).</summary>
    public static bool IsSingle(SipHeaderId id) => (Singles & (1UL << (int)id)) != 0;

    /// <summary>Comma lists whose values are handled one by one.</summary>
    public static bool IsList(SipHeaderId id) => id is SipHeaderId.Via or SipHeaderId.Contact or SipHeaderId.Route
        or SipHeaderId.RecordRoute or SipHeaderId.Path or SipHeaderId.ServiceRoute;

    private static Entry[][] BuildIndex()
    {
        (SipHeaderId Id, string Name, string? Compact)[] all =
        [
            (SipHeaderId.Via, "Via", "v"),
            (SipHeaderId.From, "From", "f"),
            (SipHeaderId.To, "To", "t"),
            (SipHeaderId.CallId, "Call-ID", "i"),
            (SipHeaderId.CSeq, "CSeq", null),
            (SipHeaderId.MaxForwards, "Max-Forwards", null),
            (SipHeaderId.Contact, "Contact", "m"),
            (SipHeaderId.Route, "Route", null),
            (SipHeaderId.RecordRoute, "Record-Route", null),
            (SipHeaderId.ContentType, "Content-Type", "c"),
            (SipHeaderId.ContentLength, "Content-Length", "l"),
            (SipHeaderId.ContentEncoding, "Content-Encoding", "e"),
            (SipHeaderId.Expires, "Expires", null),
            (SipHeaderId.MinExpires, "Min-Expires", null),
            (SipHeaderId.Authorization, "Authorization", null),
            (SipHeaderId.ProxyAuthorization, "Proxy-Authorization", null),
            (SipHeaderId.WwwAuthenticate, "WWW-Authenticate", null),
            (SipHeaderId.ProxyAuthenticate, "Proxy-Authenticate", null),
            (SipHeaderId.Supported, "Supported", "k"),
            (SipHeaderId.Require, "Require", null),
            (SipHeaderId.ProxyRequire, "Proxy-Require", null),
            (SipHeaderId.Subject, "Subject", "s"),
            (SipHeaderId.Date, "Date", null),
            (SipHeaderId.Event, "Event", "o"),
            (SipHeaderId.ReferTo, "Refer-To", "r"),
            (SipHeaderId.ReferredBy, "Referred-By", "b"),
            (SipHeaderId.AllowEvents, "Allow-Events", "u"),
            (SipHeaderId.SessionExpires, "Session-Expires", "x"),
            (SipHeaderId.Path, "Path", null),
            (SipHeaderId.ServiceRoute, "Service-Route", null),
            (SipHeaderId.Identity, "Identity", "y"),
            (SipHeaderId.UserAgent, "User-Agent", null),
            (SipHeaderId.Server, "Server", null),
            (SipHeaderId.ReplyTo, "Reply-To", null),
        ];
        var index = new Entry[(MaxLength + 1) * Letters][];
        Array.Fill(index, []);
        _canonical[0] = "";
        foreach (var (id, name, compact) in all)
        {
            _canonical[(int)id] = name;
            Add(id, name);
            if (compact is not null)
                Add(id, compact);
        }
        return index;

        void Add(SipHeaderId id, string name)
        {
            ref var entries = ref index[IndexOf(name.Length, name[0])];
            entries = [.. entries, new Entry(id, name, Encoding.ASCII.GetBytes(name))];
        }
    }
}
