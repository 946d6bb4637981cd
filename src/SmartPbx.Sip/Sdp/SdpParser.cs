using System.Globalization;
using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Sdp;

/// <summary>
/// Reads <c>type=value</c> lines in one pass (RFC 8866 §5). CRLF or LF ends a line. A description needs v=, o= and what its m= lines
/// need; s= and t= are asked for by the RFC but missing in the wild, and nothing here depends on them.
/// </summary>
internal sealed class SdpParser
{
    private const int MaxLines = 2_000;
    private const int MaxMedia = 32;
    private const int MaxFormats = 128; // RTP has no more payload types
    private const int UsualAttributes = 8; // of one stream

    private readonly List<SdpMedia> _media = [];
    private List<SdpAttribute>? _sessionAttributes;
    private List<SdpAttribute>? _mediaAttributes;
    private SdpOrigin? _origin;
    private string _name = "-";
    private SdpTiming? _timing;
    private List<SdpBandwidth>? _bandwidths;
    private string? _connection;
    private bool _hasVersion;
    private int _line;

    public SdpParseError Error { get; private set; }

    public SdpSession Session => new()
    {
        Origin = _origin!,
        Name = _name,
        Connection = _connection,
        Bandwidths = _bandwidths ?? [],
        Timing = _timing ?? default,
        Attributes = _sessionAttributes ?? [],
        Media = _media,
    };

    public bool TryParse(ReadOnlySpan<byte> text)
    {
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range].TrimEnd((byte)'\r');
            _line++;
            if (line.IsEmpty)
                continue;
            if (_line > MaxLines)
                return Fail("too many lines");
            if (line.Length < 2 || line[1] != '=' || line.Contains((byte)'\r'))
                return Fail("not a type=value line");
            if (!_hasVersion && line[0] != 'v')
                return Fail("v= is not first");
            if (!TryLine(line[0], line[2..]))
                return false;
        }
        CloseMedia();
        return _origin is not null || Fail("no o= line");
    }

    private bool TryLine(byte type, ReadOnlySpan<byte> value) => (char)type switch
    {
        'v' => (_hasVersion = value.SequenceEqual("0"u8)) || Fail("unknown version"),
        'o' => TryOrigin(value),
        's' => Take(_name = RecentTexts.Of(value)),
        'c' => TryConnection(value),
        't' => TryTiming(value),
        'b' => TryBandwidth(value),
        'i' or 'u' or 'e' or 'p' or 'k' or 'r' or 'z' => true,
        'a' => TryAttribute(value),
        'm' => TryMedia(value),
        _ => Fail("unknown line type"), // "MUST completely ignore any session description that contains" one (RFC 8866 §5)
    };

    // o=<username> <sess-id> <sess-version> <nettype> <addrtype> <unicast-address>; a user name "MUST NOT contain spaces", but some PBXs sign with theirs
    private bool TryOrigin(ReadOnlySpan<byte> value)
    {
        var rest = value.TrimEnd((byte)' ');
        bool isWhole = TryTakeLast(ref rest, out var address) && TryTakeLast(ref rest, out _) && TryTakeLast(ref rest, out _);
        if (!isWhole || address.IsEmpty || !TryTakeLast(ref rest, out var versionText) || !TryTakeLast(ref rest, out var idText)
            || !TryNumber(idText, out ulong id) || !TryNumber(versionText, out ulong version))
            return Fail("o= line");
        _origin = new SdpOrigin(RecentTexts.Of(rest).Replace(' ', '_'), id, version, RecentTexts.Of(address));
        return true;
    }

    // t=<start-time> <stop-time>; further t= lines repeat the session, which has no meaning in a call
    private bool TryTiming(ReadOnlySpan<byte> value)
    {
        if (!TryNumber(TakeWord(ref value), out ulong start) || !TryNumber(TakeWord(ref value), out ulong stop) || !TakeWord(ref value).IsEmpty)
            return Fail("t= line");
        _timing ??= new SdpTiming(start, stop);
        return true;
    }

    // b=<bwtype>:<bandwidth>
    private bool TryBandwidth(ReadOnlySpan<byte> value)
    {
        int colon = value.IndexOf((byte)':');
        if (colon <= 0 || !TryNumber(value[(colon + 1)..].Trim(" \t"u8), out ulong number))
            return Fail("b= line");
        var bandwidth = new SdpBandwidth(RecentTexts.Of(value[..colon]), number);
        if (_media.Count == 0)
            (_bandwidths ??= []).Add(bandwidth);
        else
            _media[^1] = _media[^1] with { Bandwidths = [.. _media[^1].Bandwidths, bandwidth] };
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> text, out ulong number) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    // c=<nettype> <addrtype> <connection-address>; a multicast address has /ttl behind it
    private bool TryConnection(ReadOnlySpan<byte> value)
    {
        var rest = value;
        if (value.Count((byte)' ') != 2 || !TryTakeLast(ref rest, out var address) || !TryTakeLast(ref rest, out var kind)
            || !rest.Trim(" \t"u8).SequenceEqual("IN"u8) || !IsAddressKind(kind.Trim(" \t"u8)))
            return Fail("c= line");
        address = address.Trim(" \t"u8);
        int slash = address.IndexOf((byte)'/');
        if (slash >= 0)
            address = address[..slash];
        if (address.IsEmpty)
            return Fail("c= line");
        string host = RecentTexts.Of(address);
        if (_media.Count == 0)
            _connection = host;
        else
            _media[^1] = _media[^1] with { Connection = _media[^1].Connection ?? host };
        return true;
    }

    private static bool IsAddressKind(ReadOnlySpan<byte> kind) => kind.SequenceEqual("IP4"u8) || kind.SequenceEqual("IP6"u8);

    private bool TryAttribute(ReadOnlySpan<byte> value)
    {
        int colon = value.IndexOf((byte)':');
        var attribute = colon < 0
            ? new SdpAttribute(RecentTexts.Of(value))
            : new SdpAttribute(RecentTexts.Of(value[..colon]), RecentTexts.Of(value[(colon + 1)..]));
        (_media.Count == 0 ? _sessionAttributes ??= [] : _mediaAttributes ??= new(UsualAttributes)).Add(attribute);
        return attribute.Name.Length > 0 || Fail("a= line");
    }

    // m=<media> <port>[/<number of ports>] <proto> <fmt> ...
    private bool TryMedia(ReadOnlySpan<byte> value)
    {
        CloseMedia();
        if (_media.Count == MaxMedia)
            return Fail("too many m= lines");
        var kind = TakeWord(ref value);
        var portText = TakeWord(ref value);
        var protocol = TakeWord(ref value);
        int slash = portText.IndexOf((byte)'/');
        if (!ushort.TryParse(slash < 0 ? portText : portText[..slash], NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)
            || !TryFormats(value, out string[] formats))
            return Fail("m= line");
        _media.Add(new SdpMedia { Kind = RecentTexts.Of(kind), Port = port, Protocol = RecentTexts.Of(protocol), Formats = formats });
        return true;
    }

    private static bool TryFormats(ReadOnlySpan<byte> text, out string[] formats)
    {
        formats = [];
        int count = 0;
        for (var rest = text; !TakeWord(ref rest).IsEmpty;)
            count++;
        if (count is 0 or > MaxFormats)
            return false;
        formats = new string[count];
        foreach (ref string format in formats.AsSpan())
            format = RecentTexts.Of(TakeWord(ref text));
        return true;
    }

    /// <summary>What lies before the next space, spaces before it skipped; empty at the end.</summary>
    private static ReadOnlySpan<byte> TakeWord(ref ReadOnlySpan<byte> rest)
    {
        var from = rest.TrimStart((byte)' ');
        int space = from.IndexOf((byte)' ');
        var word = space < 0 ? from : from[..space];
        rest = from[word.Length..];
        return word;
    }

    /// <summary>What lies behind the last space.</summary>
    private static bool TryTakeLast(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> last)
    {
        int space = rest.LastIndexOf((byte)' ');
        last = rest[(space + 1)..];
        rest = space < 0 ? default : rest[..space];
        return space >= 0;
    }

    private void CloseMedia()
    {
        if (_mediaAttributes is not null)
            _media[^1] = _media[^1] with { Attributes = _mediaAttributes };
        _mediaAttributes = null;
    }

    private static bool Take(string _) => true;

    private bool Fail(string reason)
    {
        Error = new SdpParseError(reason, _line);
        return false;
    }
}
