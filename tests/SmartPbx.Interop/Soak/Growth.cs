namespace SmartPbx.Interop.Soak;

/// <summary>
/// Whether something grows with time under a steady load: the median of the last third against that of the first, after a warm-up. A level that is
/// reached and kept is no growth; the allowance is for what a runtime does of itself.
/// </summary>
internal sealed record Growth(string What, double Early, double Late, double Allowed)
{
    private const double AllowedShare = 0.15;

    public bool IsTooMuch => Late > Allowed;

    /// <param name="slack">What may come on top of the share, in the unit of the values.</param>
    public static Growth Of(string what, IReadOnlyList<double> values, double slack)
    {
        var third = Math.Max(1, values.Count / 3);
        var (early, late) = (Median(values.Take(third)), Median(values.TakeLast(third)));
        return new Growth(what, early, late, early * (1 + AllowedShare) + slack);
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? 0 : sorted[sorted.Length / 2];
    }
}
