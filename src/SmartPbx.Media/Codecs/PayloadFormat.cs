namespace SmartPbx.Media.Codecs;

/// <summary>One negotiated codec: the number the peer gave it, its SDP name and its RTP clock (RFC 8866 section 6.6, a=rtpmap).</summary>
/// <param name="PayloadType">RTP payload type, 0–127.</param>
/// <param name="EncodingName">SDP encoding name, upper case, e.g. <c>PCMU</c>.</param>
/// <param name="ClockRateHz">RTP timestamp units per second (not always the sample rate, see RFC 3551 section 4.5.2).</param>
public readonly record struct PayloadFormat(byte PayloadType, string EncodingName, int ClockRateHz)
{
    /// <summary>G.711 µ-law under its static number (RFC 3551 table 4).</summary>
    public static PayloadFormat Pcmu { get; } = new(0, "PCMU", 8000);

    /// <summary>G.711 A-law under its static number (RFC 3551 table 4).</summary>
    public static PayloadFormat Pcma { get; } = new(8, "PCMA", 8000);

    /// <summary>G.722 under its static number. Its RTP clock is 8000 although it carries 16 kHz, a mistake kept for compatibility (RFC 3551 section 4.5.2).</summary>
    public static PayloadFormat G722 { get; } = new(9, "G722", 8000);

    /// <summary>Opus under the number we propose; its RTP clock is always 48,000 (RFC 7587 section 4.1).</summary>
    public static PayloadFormat Opus { get; } = new(111, "OPUS", 48_000);

    /// <summary>Format parameters as the peer wrote them (a=fmtp), or null.</summary>
    public string? Parameters { get; init; }

    /// <summary>True when both carry the same encoding at the same clock, whatever their numbers are.</summary>
    public bool SameEncoding(PayloadFormat other) =>
        ClockRateHz == other.ClockRateHz && string.Equals(EncodingName, other.EncodingName, StringComparison.OrdinalIgnoreCase);
}
