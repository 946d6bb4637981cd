using SmartPbx.Media.Audio;
using SmartPbx.Media.Detection;
using SmartPbx.Media.Tests.TestKit;

namespace SmartPbx.Media.Tests.Detection;

public sealed class VadTests
{
    private const int Rate = 8000;

    [Fact]
    public void Speech_is_found_within_120_ms_of_its_onset_and_held()
    {
        short[] speech = Signals.Speech(Rate, seconds: 2);
        VadFrame[] frames = Run([.. Signals.Noise(Rate, 1.0, 20), .. Signals.Plus(speech, Signals.Noise(Rate, 2.0, 20)), .. Signals.Noise(Rate, 1.0, 20)]);
        int onset = Array.FindIndex(frames, 50, frame => frame.IsSpeech);
        Assert.InRange(onset, 50, 56);
        Assert.InRange(frames[50..150].Count(frame => frame.IsSpeech), 65, 100);
        Assert.All(frames[..50], frame => Assert.False(frame.IsSpeech));
        Assert.All(frames[175..], frame => Assert.False(frame.IsSpeech));
    }

    [Theory]
    [InlineData(0.15)]
    [InlineData(0.30)]
    public void A_cough_stays_below_the_barge_in_threshold(double seconds)
    {
        VadFrame[] frames = Run([.. Signals.Noise(Rate, 1.0, 20), .. Signals.Cough(Rate, seconds), .. Signals.Noise(Rate, 0.5, 20)]);
        Assert.True(frames.Max(frame => frame.Probability) < 0.5, $"peak {frames.Max(frame => frame.Probability):f2}");
        Assert.DoesNotContain(frames, frame => frame.IsSpeech);
    }

    [Fact]
    public void Clicks_steps_and_hiss_are_no_speech()
    {
        short[] click = new short[Rate];
        for (int i = 0; i < 40; i++) click[i] = (short)(i % 2 == 0 ? 30_000 : -30_000);
        VadFrame[] frames = Run([.. Signals.Noise(Rate, 0.5, 20), .. click, .. Signals.Noise(Rate, 2.0, 900), .. click]);
        Assert.DoesNotContain(frames, frame => frame.IsSpeech);
    }

    [Fact]
    public void Signal_tones_are_no_speech()
    {
        foreach (ToneCadence cadence in new[] { ToneCadence.Dtmf('5'), ToneCadence.Busy, ToneCadence.Beep })
        {
            var tone = new short[Rate];
            new ToneGenerator(cadence).Read(tone);
            VadFrame[] frames = Run([.. Signals.Noise(Rate, 0.5, 20), .. tone]);
            Assert.True(frames.Count(frame => frame.IsSpeech) <= 3, $"{cadence}: {frames.Count(frame => frame.IsSpeech)} frames");
        }
    }

    [Fact]
    public void Soft_speech_is_found_over_a_loud_room()
    {
        short[] speech = Signals.Speech(Rate, seconds: 2);
        VadFrame[] frames = Run([.. Signals.Noise(Rate, 3.0, 250), .. Signals.Plus(speech, Signals.Noise(Rate, 2.0, 250))]);
        Assert.DoesNotContain(frames[..150], frame => frame.IsSpeech);
        Assert.InRange(frames[150..].Count(frame => frame.IsSpeech), 50, 100);
    }

    [Fact]
    public void Stricter_modes_find_less()
    {
        short[] signal = [.. Signals.Noise(Rate, 0.5, 20), .. Signals.Plus(Signals.Speech(Rate, 2), Signals.Noise(Rate, 2.0, 100))];
        int lax = Run(signal, mode: 0).Count(frame => frame.IsSpeech), strict = Run(signal, mode: 3).Count(frame => frame.IsSpeech);
        Assert.True(lax >= strict, $"{lax} against {strict}");
    }

    [Fact]
    public void Follows_the_words_of_a_synthesised_voice()
    {
        short[] speech = SynthesisedSpeech.Speak("Hello, I would like to know your opening hours on Saturday please.", Rate);
        VadFrame[] talking = Run([.. Signals.Noise(Rate, 0.5, 20), .. speech]);
        int loud = talking.Count(frame => frame.LevelDb > frame.NoiseFloorDb + 12);
        Assert.InRange(talking.Count(frame => frame.IsSpeech), loud * 0.7, loud * 1.1);
        Assert.InRange(Longest(talking), 15, int.MaxValue); // 300 ms in a row: a barge-in gate of 240 ms opens
    }

    [Fact]
    public void Allocates_nothing_per_frame()
    {
        var vad = new Vad(new VadOptions());
        short[] frame = Signals.Noise(Rate, 0.02, 500);
        vad.Process(frame);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 200; i++) vad.Process(frame);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static VadFrame[] Run(short[] pcm, int mode = 3)
    {
        var vad = new Vad(new VadOptions { SampleRateHz = Rate, Mode = mode });
        return [.. pcm.Chunk(vad.FrameSamples).Where(frame => frame.Length == vad.FrameSamples).Select(frame => vad.Process(frame))];
    }

    private static int Longest(VadFrame[] frames)
    {
        int longest = 0, run = 0;
        foreach (VadFrame frame in frames) longest = Math.Max(longest, run = frame.IsSpeech ? run + 1 : 0);
        return longest;
    }
}
