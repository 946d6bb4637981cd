namespace SmartPbx.Media.Codecs;

/// <summary>A low-pass prototype cut into phases: phase p holds every <c>up</c>-th coefficient from p on, oldest sample first.</summary>
internal sealed class PolyphaseFilter
{
    private readonly float[] _coefficients;

    private PolyphaseFilter(float[] coefficients, int taps)
    {
        _coefficients = coefficients;
        Taps = taps;
    }

    /// <summary>Input samples that one output looks at.</summary>
    public int Taps { get; }

    public ReadOnlySpan<float> Phase(int phase) => _coefficients.AsSpan(phase * Taps, Taps);

    public static PolyphaseFilter Design(int up, int down, int lobesPerSide, double cutoffShare, double beta)
    {
        double cutoff = cutoffShare * Math.Min(1.0, (double)up / down); // 1 = Nyquist of the input
        int half = (int)Math.Ceiling(lobesPerSide / cutoff), taps = 2 * half;
        var coefficients = new float[up * taps];
        for (int phase = 0; phase < up; phase++) FillPhase(coefficients.AsSpan(phase * taps, taps), (double)phase / up, cutoff, half, beta);
        return new PolyphaseFilter(coefficients, taps);
    }

    private static void FillPhase(Span<float> phase, double offset, double cutoff, int half, double beta)
    {
        double sum = 0;
        Span<double> exact = stackalloc double[phase.Length];
        for (int age = 0; age < phase.Length; age++)
        {
            double t = age + offset - half, x = t / half;
            double window = Math.Abs(x) >= 1 ? 0 : Bessel(beta * Math.Sqrt(1 - x * x)) / Bessel(beta);
            exact[age] = window * cutoff * Sinc(cutoff * t);
            sum += exact[age];
        }
        // Unity gain at 0 Hz in every phase: no tone at the phase rate.
        for (int age = 0; age < phase.Length; age++) phase[phase.Length - 1 - age] = (float)(exact[age] / sum);
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    /// <summary>Modified Bessel function of order 0 by its power series.</summary>
    private static double Bessel(double x)
    {
        double sum = 1, term = 1;
        for (int k = 1; term > 1e-12 * sum; k++)
        {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }
}
