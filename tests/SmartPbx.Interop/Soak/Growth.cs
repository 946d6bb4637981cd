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
    public static Growth Of(string what, IReadOnlyList<double> values, double slack) => Of(what, values, slack, Median);

    /// <summary>Of a sawtooth, such as a heap between two full collections (<see cref="FullCollection"/>): its lowest points count.</summary>
    public static Growth OfFloor(string what, IReadOnlyList<double> values, double slack) => Of(what, values, slack, third => third.Min());

    private static Growth Of(string what, IReadOnlyList<double> values, double slack, Func<IEnumerable<double>, double> typical)
    {
        if (values.Count == 0) return new Growth(what, 0, 0, slack);
        var third = Math.Max(1, values.Count / 3);
        var (early, late) = (typical(values.Take(third)), typical(values.TakeLast(third)));
        return new Growth(what, early, late, early * (1 + AllowedShare) + slack);
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
