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

    /// <summary>True when both carry the same encoding at the same clock, whatever their numbers are.</summary>
    public bool SameEncoding(PayloadFormat other) =>
        ClockRateHz == other.ClockRateHz && string.Equals(EncodingName, other.EncodingName, StringComparison.OrdinalIgnoreCase);
}
