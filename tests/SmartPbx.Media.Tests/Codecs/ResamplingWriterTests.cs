using System.Buffers;
using SmartPbx.Media.Codecs;

namespace SmartPbx.Media.Tests.Codecs;

public sealed class ResamplingWriterTests
{
    // The delay is taken out to the nearest sample: at this tone half a sample is 4 % of the amplitude.
    private const double ToneHz = 100, HalfSample = 400;

    [Theory]
    [InlineData(8000, 16000)]
    [InlineData(22050, 8000)]
    [InlineData(22050, 16000)]
    [InlineData(8000, 8000)]
    public void A_tone_keeps_its_place_level_and_length(int from, int to)
    {
        var resampled = Convert(Tone(from, ToneHz, from), from, to, chunk: 160);

        Assert.Equal(to, resampled.Length, to / 100.0);
        var expected = Tone(to, ToneHz, to);
        for (var i = to / 10; i < to * 9 / 10; i++)
            Assert.Equal(expected[i], resampled[i], HalfSample);
    }

    [Fact]
    public void What_the_lower_rate_cannot_carry_is_removed()
    {
        var resampled = Convert(Tone(22050, 6000, 22050), 22050, 8000, chunk: 1000);

        Assert.True(resampled.Skip(800).Take(6000).Max(s => Math.Abs((int)s)) < 100);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(22050)]
    public void Any_split_of_the_stream_gives_the_same_samples(int chunk)
    {
        var tone = Tone(22050, 700, 5000);

        Assert.Equal(Convert(tone, 22050, 8000, 441), Convert(tone, 22050, 8000, chunk));
    }

    private static short[] Tone(int rateHz, double frequencyHz, int samples) =>
        [.. Enumerable.Range(0, samples).Select(i => (short)Math.Round(10_000 * Math.Sin(2 * Math.PI * frequencyHz * i / rateHz)))];

    private static short[] Convert(short[] pcm, int from, int to, int chunk)
    {
        var resampler = new ResamplingWriter(from, to);
        var output = new ArrayBufferWriter<short>();
        for (var i = 0; i < pcm.Length; i += chunk)
            resampler.Write(pcm.AsSpan(i, Math.Min(chunk, pcm.Length - i)), output);
        resampler.Flush(output);
        return output.WrittenSpan.ToArray();
    }
}
