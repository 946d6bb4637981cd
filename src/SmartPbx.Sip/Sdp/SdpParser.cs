using System.Globalization;

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

    private readonly List<SdpMedia> _media = [];
    private readonly List<SdpAttribute> _sessionAttributes = [];
    private readonly List<SdpAttribute> _mediaAttributes = [];
    private SdpOrigin? _origin;
    private string _name = "-";
    private SdpTiming? _timing;
    private readonly List<SdpBandwidth> _bandwidths = [];
    private string? _connection;
    private bool _hasVersion;
    private int _line;

    public SdpParseError Error { get; private set; }

    public SdpSession Session => new()
    {
        Origin = _origin!,
        Name = _name,
        Connection = _connection,
        Bandwidths = _bandwidths,
        Timing = _timing ?? default,
        Attributes = _sessionAttributes,
        Media = _media,
    };

    public bool TryParse(string text)
    {
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan()[range].TrimEnd('\r');
            _line++;
            if (line.IsEmpty)
                continue;
            if (_line > MaxLines)
                return Fail("too many lines");
            if (line.Length < 2 || line[1] != '=' || line.Contains('\r'))
                return Fail("not a type=value line");
            if (!_hasVersion && line[0] != 'v')
                return Fail("v= is not first");
            if (!TryLine(line[0], line[2..].ToString()))
                return false;
        }
        CloseMedia();
        return _origin is not null || Fail("no o= line");
    }

    private bool TryLine(char type, string value) => type switch
    {
        'v' => (_hasVersion = value == "0") || Fail("unknown version"),
        'o' => TryOrigin(value),
        's' => Take(_name = value),
        'c' => TryConnection(value),
        't' => TryTiming(value),
        'b' => TryBandwidth(value),
        'i' or 'u' or 'e' or 'p' or 'k' or 'r' or 'z' => true,
        'a' => TryAttribute(value),
        'm' => TryMedia(value),
        _ => Fail("unknown line type"), // "MUST completely ignore any session description that contains" one (RFC 8866 §5)
    };

    // o=<username> <sess-id> <sess-version> <nettype> <addrtype> <unicast-address>; a user name "MUST NOT contain spaces", but some PBXs sign with theirs
    private bool TryOrigin(string value)
    {
        string[] parts = value.TrimEnd(' ').Split(' ');
        int last = parts.Length - 1;
        if (last < 5 || parts[last].Length == 0 || !TryNumber(parts[last - 4], out ulong id) || !TryNumber(parts[last - 3], out ulong version))
            return Fail("o= line");
        _origin = new SdpOrigin(string.Join('_', parts[..(last - 4)]), id, version, parts[last]);
        return true;
    }

    // t=<start-time> <stop-time>; further t= lines repeat the session, which has no meaning in a call
    private bool TryTiming(string value)
    {
        string[] parts = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 2 || !TryNumber(parts[0], out ulong start) || !TryNumber(parts[1], out ulong stop))
            return Fail("t= line");
        _timing ??= new SdpTiming(start, stop);
        return true;
    }

    // b=<bwtype>:<bandwidth>
    private bool TryBandwidth(string value)
    {
        string[] parts = value.Split(':');
        if (parts.Length != 2 || parts[0].Length == 0 || !TryNumber(parts[1].Trim(), out ulong bandwidth))
            return Fail("b= line");
        if (_media.Count == 0)
            _bandwidths.Add(new SdpBandwidth(parts[0], bandwidth));
        else
            _media[^1] = _media[^1] with { Bandwidths = [.. _media[^1].Bandwidths, new SdpBandwidth(parts[0], bandwidth)] };
        return true;
    }

    private static bool TryNumber(string text, out ulong number) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    // c=<nettype> <addrtype> <connection-address>; a multicast address has /ttl behind it
    private bool TryConnection(string value)
    {
        string[] parts = value.Split(' ', StringSplitOptions.TrimEntries);
        if (parts.Length != 3 || parts[0] != "IN" || parts[1] is not ("IP4" or "IP6") || parts[2].Length == 0)
            return Fail("c= line");
        string address = parts[2].Split('/')[0];
        if (_media.Count == 0)
            _connection = address;
        else
            _media[^1] = _media[^1] with { Connection = _media[^1].Connection ?? address };
        return true;
    }

    private bool TryAttribute(string value)
    {
        int colon = value.IndexOf(':', StringComparison.Ordinal);
        var attribute = colon < 0 ? new SdpAttribute(value) : new SdpAttribute(value[..colon], value[(colon + 1)..]);
        (_media.Count == 0 ? _sessionAttributes : _mediaAttributes).Add(attribute);
        return attribute.Name.Length > 0 || Fail("a= line");
    }

    // m=<media> <port>[/<number of ports>] <proto> <fmt> ...
    private bool TryMedia(string value)
    {
        CloseMedia();
        string[] parts = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (_media.Count == MaxMedia)
            return Fail("too many m= lines");
        if (parts.Length is < 4 or > 3 + MaxFormats || !ushort.TryParse(parts[1].Split('/')[0], NumberStyles.None, CultureInfo.InvariantCulture, out ushort port))
            return Fail("m= line");
        _media.Add(new SdpMedia { Kind = parts[0], Port = port, Protocol = parts[2], Formats = parts[3..] });
        return true;
    }

    private void CloseMedia()
    {
        if (_media.Count > 0)
            _media[^1] = _media[^1] with { Attributes = _mediaAttributes.ToArray() };
        _mediaAttributes.Clear();
    }

    private static bool Take(string _) => true;

    private bool Fail(string reason)
    {
        Error = new SdpParseError(reason, _line);
        return false;
    }
}
