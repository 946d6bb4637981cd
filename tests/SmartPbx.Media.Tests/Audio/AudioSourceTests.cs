using SmartPbx.Media.Audio;
using SmartPbx.Media.Detection;

namespace SmartPbx.Media.Tests.Audio;

public sealed class AudioSourceTests
{
    [Fact]
    public void Ringback_sounds_two_seconds_and_rests_four()
    {
        var tone = new ToneGenerator(ToneCadence.Ringback);
        var second = new short[8000];
        for (int i = 0; i < 12; i++)
        {
            tone.Read(second);
            double share = Goertzel.Share(second, 440, 8000) + Goertzel.Share(second, 480, 8000);
            if (i % 6 < 2) Assert.InRange(share, 0.9, 1.05);
            else Assert.All(second, sample => Assert.Equal(0, sample));
        }
    }

    [Theory]
    [InlineData(8000)]
    [InlineData(16000)]
    public void Hold_music_is_audible_unclipped_and_loops_without_a_seam(int rate)
    {
        var music = new HoldMusic(rate);
        var loop = new short[16 * rate];
        music.Read(loop);
        var again = new short[rate];
        music.Read(again);
        Assert.Equal(loop[..rate], again);
        Assert.InRange(loop.Max(sample => Math.Abs((int)sample)), 5000, 12_000);
        Assert.InRange(Math.Abs(loop[^1] - loop[0]), 0, 1500);
        foreach (short[] second in loop.Chunk(rate)) Assert.InRange(Math.Sqrt(second.Average(sample => (double)sample * sample)), 300, 6000);
    }

    [Fact]
    public void Two_listeners_have_their_own_place_in_the_loop()
    {
        HoldMusic one = new(), other = new();
        var skipped = new short[4000];
        one.Read(skipped);
        var frame = new short[160];
        other.Read(frame);
        Assert.Equal(skipped[..160], frame);
    }
}
