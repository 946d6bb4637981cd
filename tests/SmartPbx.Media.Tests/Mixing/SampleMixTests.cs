using SmartPbx.Media.Mixing;

namespace SmartPbx.Media.Tests.Mixing;

public sealed class SampleMixTests
{
    [Fact]
    public void Loud_voices_are_clipped_and_never_wrap_around()
    {
        var frame = new short[2];
        int[] sums = new int[2];
        for (int voice = 0; voice < 3; voice++) SampleMix.Add(sums, [short.MaxValue, short.MinValue]);
        SampleMix.Saturate(sums, frame);
        Assert.Equal([short.MaxValue, short.MinValue], frame);
    }

    [Theory]
    [InlineData(8000)]
    [InlineData(16_000)]
    [InlineData(48_000)]
    public void Voices_add_up_at_any_rate(int sampleRateHz)
    {
        short[] one = [.. Enumerable.Range(0, sampleRateHz / 50).Select(i => (short)i)], other = [.. one.Select(s => (short)(2 * s))];
        var (sums, mixed) = (new int[one.Length], new short[one.Length]);
        SampleMix.Add(sums, one);
        SampleMix.Add(sums, other);
        SampleMix.Saturate(sums, mixed);
        Assert.Equal(one.Select(s => (short)(3 * s)), mixed);
    }

    [Theory]
    [InlineData(0, 1.0)]
    [InlineData(-6.02, 0.5)]
    [InlineData(6.02, 2.0)]
    [InlineData(-61, 0.0)]
    [InlineData(60, 7.94)]
    public void Gain_is_in_decibels_between_its_bounds(double decibels, double factor)
    {
        int[] sums = new int[1];
        SampleMix.Add(sums, [1000], SampleMix.Gain(decibels));
        Assert.InRange(sums[0], factor * 1000 - 5, factor * 1000 + 5);
    }

    [Fact]
    public void A_voice_with_gain_may_exceed_sixteen_bits_until_it_is_cut()
    {
        int[] sums = new int[1];
        SampleMix.Add(sums, [30_000], SampleMix.Gain(18));
        Assert.True(sums[0] > short.MaxValue);
    }
}
