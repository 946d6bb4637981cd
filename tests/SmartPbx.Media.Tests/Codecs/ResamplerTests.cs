using SmartPbx.Media.Codecs;

namespace SmartPbx.Media.Tests.Codecs;

public sealed class ResamplerTests
{
    [Theory]
    [InlineData(8000, 16000, 1000)]
    [InlineData(16000, 8000, 1000)]
    [InlineData(16000, 8000, 3300)]
    [InlineData(22050, 8000, 440)]
    [InlineData(22050, 8000, 3300)]
    [InlineData(8000, 22050, 2500)]
    [InlineData(48000, 8000, 1000)]
    [InlineData(22050, 16000, 6000)]
    public void Keeps_a_sine_at_its_level_with_sixty_decibels_of_purity(int from, int to, double hz)
    {
        short[] output = Run(new Resampler(from, to), Sine(hz, from, 1.0), block: 160);
        Assert.InRange(output.Length, to * 0.99, to * 1.01);
        Assert.InRange(SignalToNoiseDb(output.AsSpan(to / 10, to / 2), hz, to), 60, 200);
    }

    [Theory]
    [InlineData(16000, 8000, 5000)]
    [InlineData(22050, 8000, 6000)]
    [InlineData(48000, 16000, 9000)]
    public void Removes_what_the_lower_rate_cannot_carry(int from, int to, double hz)
    {
        short[] output = Run(new Resampler(from, to), Sine(hz, from, 1.0), block: 320);
        Assert.All(output[(to / 10)..(to / 2)], sample => Assert.InRange(sample, -20, 20));
    }

    [Fact]
    public void Any_split_of_the_stream_gives_the_same_samples()
    {
        short[] input = Sine(700, 22050, 0.3);
        Assert.Equal(Run(new Resampler(22050, 8000), input, block: input.Length), Run(new Resampler(22050, 8000), input, block: 37));
    }

    [Fact]
    public void Allocates_nothing_per_frame()
    {
        var resampler = new Resampler(22050, 8000);
        short[] input = Sine(700, 22050, 0.02), output = new short[resampler.MaxOutput(input.Length)];
        resampler.Process(input, output);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) resampler.Process(input, output);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static short[] Sine(double hz, int rate, double seconds) =>
        [.. Enumerable.Range(0, (int)(rate * seconds)).Select(i => (short)Math.Round(16_000 * Math.Sin(2 * Math.PI * hz * i / rate)))];

    private static short[] Run(Resampler resampler, short[] input, int block)
    {
        var output = new List<short>();
        var piece = new short[resampler.MaxOutput(block)];
        for (int at = 0; at < input.Length; at += block)
        {
            int count = resampler.Process(input.AsSpan(at, Math.Min(block, input.Length - at)), piece);
            output.AddRange(piece[..count]);
        }
        return [.. output];
    }

    // Least squares fit of the sine; what is left is noise. A wrong level counts as noise too.
    private static double SignalToNoiseDb(ReadOnlySpan<short> samples, double hz, int rate)
    {
        double sine = 0, cosine = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            sine += samples[i] * Math.Sin(2 * Math.PI * hz * i / rate) * 2 / samples.Length;
            cosine += samples[i] * Math.Cos(2 * Math.PI * hz * i / rate) * 2 / samples.Length;
        }
        double noise = 0, amplitude = Math.Sqrt(sine * sine + cosine * cosine), scale = 16_000 / amplitude;
        Assert.InRange(scale, 0.98, 1.02);
        for (int i = 0; i < samples.Length; i++)
        {
            double fit = sine * Math.Sin(2 * Math.PI * hz * i / rate) + cosine * Math.Cos(2 * Math.PI * hz * i / rate);
            noise += (samples[i] - fit) * (samples[i] - fit);
        }
        return 10 * Math.Log10(amplitude * amplitude / 2 / (noise / samples.Length));
    }
}
