using System.Globalization;
using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Sdp;

/// <summary>One RTP payload format: rtpmap and fmtp (RFC 8866 §6.6, §6.15), static types filled in from RFC 3551.</summary>
/// <param name="PayloadType">0–127.</param>
/// <param name="Name">Encoding name; compares without case.</param>
/// <param name="ClockRateHz">RTP clock; 8000 for G.722 too (RFC 3551 §4.5.2).</param>
public sealed record SdpCodec(int PayloadType, string Name, int ClockRateHz)
{
    public int Channels { get; init; } = 1;

    public string? Fmtp { get; init; }

    public static SdpCodec Pcmu { get; } = new(0, "PCMU", 8000);

    public static SdpCodec Pcma { get; } = new(8, "PCMA", 8000);

    public static SdpCodec G722 { get; } = new(9, "G722", 8000);

    /// <summary>Always declared with 48,000 and two channels, whatever is sent (RFC 7587 §7).</summary>
    public static SdpCodec Opus { get; } = new(111, "opus", 48_000) { Channels = 2, Fmtp = "useinbandfec=1" };

    /// <summary>DTMF events 0–15 (RFC 4733), on the clock of the audio beside them.</summary>
    public static SdpCodec TelephoneEvent(int payloadType = 101, int clockRateHz = 8000) => new(payloadType, "telephone-event", clockRateHz) { Fmtp = "0-15" };

    public bool IsTelephoneEvent => Name.Equals("telephone-event", StringComparison.OrdinalIgnoreCase);

    /// <summary>Same format, whatever its number in this session.</summary>
    public bool IsSameFormat(SdpCodec other) =>
        Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase) && ClockRateHz == other.ClockRateHz && Channels == other.Channels;

    /// <summary>The first of the same format among these; <c>null</c> when there is none.</summary>
    public SdpCodec? FindIn(IReadOnlyList<SdpCodec> codecs)
    {
        for (int i = 0; i < codecs.Count; i++)
            if (IsSameFormat(codecs[i]))
                return codecs[i];
        return null;
    }

    /// <summary>Whether there is one of the same format among these.</summary>
    public bool IsIn(IReadOnlyList<SdpCodec> codecs) => FindIn(codecs) is not null;

    /// <summary>The meaning of a payload type in these attributes; <c>null</c> when it has none.</summary>
    internal static SdpCodec? Find(int payloadType, IReadOnlyList<SdpAttribute> attributes)
    {
        var codec = Static(payloadType);
        ReadOnlySpan<char> fmtp = default;
        bool hasFmtp = false;
        for (int i = 0; i < attributes.Count; i++)
        {
            var (name, value) = attributes[i];
            if (value is null || name is not ("rtpmap" or "fmtp") || !TrySplit(value, payloadType, out var rest))
                continue;
            if (name != "fmtp")
                codec = FromMap(payloadType, rest, codec) ?? codec;
            else if (!hasFmtp)
            {
                fmtp = rest;
                hasFmtp = true;
            }
        }
        return codec is null || !hasFmtp || (codec.Fmtp is not null && fmtp.SequenceEqual(codec.Fmtp)) ? codec : codec with { Fmtp = fmtp.ToString() };
    }

    /// <summary>Value of the rtpmap.</summary>
    internal string MapValue
    {
        get
        {
            using var writer = SipMessageWriter.Create();
            writer.Write($"{PayloadType} {Name}/{ClockRateHz}");
            if (Channels != 1)
                writer.Write($"/{Channels}");
            return RecentTexts.Of(writer.Written);
        }
    }

    /// <summary>Value of the fmtp.</summary>
    internal string FmtpValue
    {
        get
        {
            using var writer = SipMessageWriter.Create();
            writer.Write($"{PayloadType} {Fmtp}");
            return RecentTexts.Of(writer.Written);
        }
    }


    private static bool TrySplit(string value, int payloadType, out ReadOnlySpan<char> rest)
    {
        int space = value.IndexOf(' ', StringComparison.Ordinal);
        rest = space < 0 ? default : value.AsSpan(space + 1).Trim();
        return space > 0 && int.TryParse(value.AsSpan(0, space), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number == payloadType;
    }

    // <encoding name>/<clock rate>[/<channels>]; mostly a static type says what it is by itself.
    private static SdpCodec? FromMap(int payloadType, ReadOnlySpan<char> map, SdpCodec? known)
    {
        Span<Range> parts = stackalloc Range[4];
        int count = map.Split(parts, '/');
        int channels = 1;
        if (count is < 2 or > 3 || map[parts[0]].IsEmpty
            || !int.TryParse(map[parts[1]], NumberStyles.None, CultureInfo.InvariantCulture, out int clockRateHz)
            || (count == 3 && !int.TryParse(map[parts[2]], NumberStyles.None, CultureInfo.InvariantCulture, out channels)))
            return null;
        bool isKnown = known is not null && map[parts[0]].SequenceEqual(known.Name) && clockRateHz == known.ClockRateHz && channels == known.Channels;
        return isKnown ? known : new SdpCodec(payloadType, NameOf(map[parts[0]]), clockRateHz) { Channels = channels };
    }

    private static string NameOf(ReadOnlySpan<char> name) => name switch
    {
        "telephone-event" => "telephone-event",
        "opus" => "opus",
        _ => name.ToString(),
    };

    // RFC 3551 table 4, the types still met.
    private static SdpCodec? Static(int payloadType) => payloadType switch
    {
        0 => Pcmu,
        3 => new SdpCodec(3, "GSM", 8000),
        4 => new SdpCodec(4, "G723", 8000),
        8 => Pcma,
        9 => G722,
        13 => new SdpCodec(13, "CN", 8000),
        18 => new SdpCodec(18, "G729", 8000),
        _ => null,
    };
}
