using System.Globalization;

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

    /// <summary>The meaning of a payload type in these attributes; <c>null</c> when it has none.</summary>
    internal static SdpCodec? Find(int payloadType, IReadOnlyList<SdpAttribute> attributes)
    {
        var codec = Static(payloadType);
        string? fmtp = null;
        foreach (var (name, value) in attributes)
        {
            if (value is null || name is not ("rtpmap" or "fmtp") || !TrySplit(value, payloadType, out string rest))
                continue;
            if (name == "fmtp")
                fmtp ??= rest;
            else
                codec = FromMap(payloadType, rest) ?? codec;
        }
        return codec is null ? null : codec with { Fmtp = fmtp ?? codec.Fmtp };
    }

    internal string MapValue => Channels == 1
        ? string.Create(CultureInfo.InvariantCulture, $"{PayloadType} {Name}/{ClockRateHz}")
        : string.Create(CultureInfo.InvariantCulture, $"{PayloadType} {Name}/{ClockRateHz}/{Channels}");

    private static bool TrySplit(string value, int payloadType, out string rest)
    {
        int space = value.IndexOf(' ', StringComparison.Ordinal);
        rest = space < 0 ? "" : value[(space + 1)..].Trim();
        return space > 0 && int.TryParse(value.AsSpan(0, space), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number == payloadType;
    }

    // <encoding name>/<clock rate>[/<channels>]
    private static SdpCodec? FromMap(int payloadType, string map)
    {
        string[] parts = map.Split('/');
        int channels = 1;
        if (parts.Length is < 2 or > 3 || parts[0].Length == 0
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int clockRateHz)
            || (parts.Length == 3 && !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out channels)))
            return null;
        return new SdpCodec(payloadType, parts[0], clockRateHz) { Channels = channels };
    }

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
