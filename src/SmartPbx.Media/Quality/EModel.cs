namespace SmartPbx.Media.Quality;

/// <summary>
/// The E-model of ITU-T G.107 with its default values, reduced to what a network decides: delay, loss and the codec. The result is on the
/// narrowband scale, where G.711 without a fault is 93.2 or MOS 4.4; wideband is not rewarded (G.107.1 has another scale).
/// </summary>
public static class EModel
{
    private const double BestRating = 93.2; // G.107 section 7.7: all defaults
    private const double WorstEquipment = 95; // G.107 equation 7-29

    /// <summary>Transmission rating R, 0–100.</summary>
    /// <param name="codec">What encodes, and how it bears loss.</param>
    /// <param name="oneWayDelayMs">Mouth to ear, in milliseconds.</param>
    /// <param name="lossShare">Packets lost or too late, 0–1.</param>
    /// <param name="burstRatio">Mean length of a loss over that of a random one of the same share; 1 for random, more for bursts.</param>
    public static double Rating(CodecImpairment codec, double oneWayDelayMs, double lossShare, double burstRatio = 1)
    {
        double percent = Math.Clamp(lossShare, 0, 1) * 100;
        double equipment = codec.Equipment + (WorstEquipment - codec.Equipment) * percent / (percent / Math.Max(1, burstRatio) + codec.LossRobustness);
        return Math.Clamp(BestRating - DelayImpairment(Math.Max(0, oneWayDelayMs)) - equipment, 0, 100);
    }

    /// <summary>Mean opinion score of a rating, 1–4.5 (G.107 annex B).</summary>
    public static double Mos(double rating) => rating switch
    {
        <= 0 => 1,
        >= 100 => 4.5,
        _ => Math.Max(1, 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6),
    };

    // The curve of G.107 section 7.4 in two straight lines, as good as the curve up to 400 ms: people begin to interrupt each other at 177 ms.
    private static double DelayImpairment(double delayMs) => 0.024 * delayMs + 0.11 * Math.Max(0, delayMs - 177.3);
}
