using System.Text;

namespace SmartPbx.Sip.Messages;

/// <summary>Names and compact forms (RFC 3261 §7.3.3, §20 and the IANA registry) of the headers in <see cref="SipHeaderId"/>.</summary>
internal static class SipHeaderNames
{
    private readonly record struct Entry(SipHeaderId Id, string Name);

    private const int CaseBit = 0x20;

    /// <summary>How many values <see cref="SipHeaderId"/> has.</summary>
    public const int Count = (int)SipHeaderId.ReplyTo + 1;

    private static readonly string[] _canonical = new string[Count];

    // Index = length of the name: a lookup compares with the few names of that length only.
    private static readonly Entry[][] _byLength = BuildIndex();

    public static string NameOf(SipHeaderId id) => _canonical[(int)id];

    public static SipHeaderId IdOf(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || name.Length >= _byLength.Length)
            return SipHeaderId.Other;
        int first = name[0] | CaseBit; // names of one length mostly differ in their first letter
        foreach (var entry in _byLength[name.Length])
            if ((entry.Name[0] | CaseBit) == first && Ascii.EqualsIgnoreCase(name, entry.Name))
                return entry.Id;
        return SipHeaderId.Other;
    }

    public static SipHeaderId IdOf(string name)
    {
        if (name.Length < _byLength.Length)
            foreach (var entry in _byLength[name.Length])
                if (name.Equals(entry.Name, StringComparison.OrdinalIgnoreCase))
                    return entry.Id;
        return SipHeaderId.Other;
    }

    /// <summary>May appear once at most (RFC 3261 §7.3.1, §20: no comma list in its grammar).</summary>
    public static bool IsSingle(SipHeaderId id) => id is SipHeaderId.From or SipHeaderId.To or SipHeaderId.CallId or SipHeaderId.CSeq
        or SipHeaderId.MaxForwards or SipHeaderId.ContentType or SipHeaderId.Expires;

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
        var buckets = new List<Entry>[20];
        for (int i = 0; i < buckets.Length; i++)
            buckets[i] = [];
        _canonical[0] = "";
        foreach (var (id, name, compact) in all)
        {
            _canonical[(int)id] = name;
            buckets[name.Length].Add(new Entry(id, name));
            if (compact is not null)
                buckets[1].Add(new Entry(id, compact));
        }
        return Array.ConvertAll(buckets, bucket => bucket.ToArray());
    }
}
