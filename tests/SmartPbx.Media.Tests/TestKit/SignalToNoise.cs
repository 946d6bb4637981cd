namespace SmartPbx.Media.Tests.TestKit;

internal static class SignalToNoise
{
    /// <summary>Decibels of <paramref name="original"/> over its difference to <paramref name="heard"/>, at the best delay of up to <paramref name="maxDelay"/> samples.</summary>
    public static double Best(short[] original, short[] heard, int maxDelay) => Enumerable.Range(0, maxDelay).Max(delay => At(original, heard, delay));

    /// <summary>How alike two signals sound at the best delay: 1 for the same but for loudness. For codecs that keep no waveform.</summary>
    public static double BestCorrelation(short[] original, short[] heard, int maxDelay) =>
        Enumerable.Range(0, maxDelay).Max(delay => Correlation(original, heard, delay));

    private static double At(short[] original, short[] heard, int delay)
    {
        double signal = 0, noise = 1;
        for (int i = 0; i < original.Length && i + delay < heard.Length; i++)
        {
            signal += (double)original[i] * original[i];
            noise += Math.Pow(original[i] - heard[i + delay], 2);
        }
        return 10 * Math.Log10(signal / noise);
    }

    private static double Correlation(short[] original, short[] heard, int delay)
    {
        double product = 0, first = 1, second = 1;
        for (int i = 0; i < original.Length && i + delay < heard.Length; i++)
        {
            product += (double)original[i] * heard[i + delay];
            first += (double)original[i] * original[i];
            second += (double)heard[i + delay] * heard[i + delay];
        }
        return product / Math.Sqrt(first * second);
    }
}
