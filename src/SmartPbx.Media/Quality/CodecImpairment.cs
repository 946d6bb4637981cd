namespace SmartPbx.Media.Quality;

/// <summary>What a codec costs in the E-model (ITU-T G.113 appendix I).</summary>
/// <param name="Equipment">Ie: its impairment without loss.</param>
/// <param name="LossRobustness">Bpl: how well it bears loss.</param>
public readonly record struct CodecImpairment(double Equipment, double LossRobustness)
{
    /// <summary>G.711 with packet loss concealment (G.113 table I.4).</summary>
    public static CodecImpairment G711 { get; } = new(0, 25.1);

    /// <summary>G.729A.</summary>
    public static CodecImpairment G729 { get; } = new(11, 19);

    /// <summary>G.723.1 at 6.3 kbit/s.</summary>
    public static CodecImpairment G723 { get; } = new(15, 16.1);

    /// <summary>GSM full rate.</summary>
    public static CodecImpairment Gsm { get; } = new(20, 10);

    /// <summary>Opus and others that G.113 does not list: no loss of quality of their own on the narrowband scale, concealment a little worse than G.711's.</summary>
    public static CodecImpairment Unlisted { get; } = new(0, 20);

    /// <summary>By the SDP name.</summary>
    public static CodecImpairment Of(string? encodingName) => encodingName?.ToUpperInvariant() switch
    {
        "PCMU" or "PCMA" => G711,
        "G729" => G729,
        "G723" => G723,
        "GSM" => Gsm,
        _ => Unlisted,
    };
}
