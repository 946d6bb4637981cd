using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace SmartPbx.Sip.Messages;

/// <summary>Names and compact forms (RFC 3261 §7.3.3, §20 and the IANA registry) of the headers in <see cref="SipHeaderId"/>.</summary>
internal static class SipHeaderNames
{
    /// <param name="Id">Whose name it is.</param>
    /// <param name="Name">As it is written.</param>
    /// <param name="Folded">In lower case, zeros behind it.</param>
    private readonly record struct Entry(SipHeaderId Id, string Name, Vector256<byte> Folded);

    /// <summary>May appear once at most (RFC 3261 §7.3.1, §20: no comma list in its grammar).</summary>
    public const ulong Singles = 1UL << (int)SipHeaderId.From | 1UL << (int)SipHeaderId.To | 1UL << (int)SipHeaderId.CallId
        | 1UL << (int)SipHeaderId.CSeq | 1UL << (int)SipHeaderId.MaxForwards | 1UL << (int)SipHeaderId.ContentType
        | 1UL << (int)SipHeaderId.Expires;

    private const byte CaseBit = 0x20;
    private const int Letters = 32;
    private const int MaxLength = 19;

    /// <summary>How many values <see cref="SipHeaderId"/> has.</summary>
    public const int Count = (int)SipHeaderId.ReplyTo + 1;

    private static readonly string[] _canonical = new string[Count];

    // By length and first letter of the name: a lookup compares with one name, seldom with two.
    private static readonly Entry[][] _index = BuildIndex();

    public static string NameOf(SipHeaderId id) => _canonical[(int)id];

    /// <summary>A header's place in a set of headers.</summary>
    public static ulong BitOf(SipHeaderId id) => 1UL << (int)id;

    public static SipHeaderId IdOf(ReadOnlySpan<byte> name) =>
        SipGrammar.IsToken(name) ? IdOf(name, 0, name.Length) : SipHeaderId.Other;

    /// <summary>The header with a name that lies in a text: all of it is compared at once.</summary>
    /// <param name="text">Text with a name in it.</param>
    /// <param name="at">Where the name begins.</param>
    /// <param name="length">Of the name; a token, in which no two characters but letters differ by the bit of case alone.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SipHeaderId IdOf(ReadOnlySpan<byte> text, int at, int length)
    {
        if (length is 0 or > MaxLength)
            return SipHeaderId.Other;
        if (text.Length - at < Vector256<byte>.Count)
            return IdOfLast(text, at, length);
        var itself = Vector256.LessThan(Vector256<byte>.Indices, Vector256.Create((byte)length));
        var folded = (Vector256.Create(text.Slice(at, Vector256<byte>.Count)) | Vector256.Create(CaseBit)) & itself;
        foreach (ref readonly var entry in _index[IndexOf(length, text[at])].AsSpan())
            if (entry.Folded == folded)
                return entry.Id;
        return SipHeaderId.Other;
    }

    // With too little behind it to be read at once.
    private static SipHeaderId IdOfLast(ReadOnlySpan<byte> text, int at, int length)
    {
        Span<byte> room = stackalloc byte[Vector256<byte>.Count];
        text[at..].CopyTo(room);
        return IdOf(room, 0, length);
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
            entries = [.. entries, new Entry(id, name, Fold(name))];
        }
    }

    private static Vector256<byte> Fold(string name)
    {
        Span<byte> room = stackalloc byte[Vector256<byte>.Count];
        Encoding.ASCII.GetBytes(name.ToLowerInvariant(), room);
        return Vector256.Create<byte>(room);
    }
}
