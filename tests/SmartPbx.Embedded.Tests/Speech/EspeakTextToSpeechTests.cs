using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Speech;
using SmartPbx.Embedded.Speech;

namespace SmartPbx.Embedded.Tests.Speech;

public sealed class EspeakTextToSpeechTests
{
    /// <summary>espeak-ng's pauses depend by some 10 ms on what the process spoke before, and other tests speak meanwhile.</summary>
    private const double PauseTolerance = 0.1;

    private readonly EspeakTextToSpeech _speech = new();

    [Theory]
    [InlineData("On Sunday we are open from noon to six.", "en-US")]
    [InlineData("일요일에는 낮 12시부터 오후 6시까지 영업합니다.", "ko-KR")]
    public async Task Speaks_a_sentence_audibly_in_a_plausible_time(string text, string language)
    {
        var pcm = await Speak(text, language, 8000);

        Assert.InRange(pcm.Length, 1 * 8000, 8 * 8000);
        Assert.True(pcm.Max(s => Math.Abs((int)s)) > 3000);
    }

    [Fact]
    public async Task Twice_the_rate_is_the_same_speech_with_twice_the_samples()
    {
        var narrow = await Speak("One moment please.", "en-US", 8000);
        var wide = await Speak("One moment please.", "en-US", 16000);

        Assert.Equal(2 * narrow.Length, wide.Length, PauseTolerance * wide.Length);
    }

    [Fact]
    public async Task Two_callers_at_once_hear_each_their_own()
    {
        var alone = await Speak("Delivery takes five working days.", "en-US", 8000);
        var both = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            i % 2 == 0 ? Speak("Delivery takes five working days.", "en-US", 8000) : Speak("배송은 5일 걸립니다.", "ko-KR", 8000)));

        Assert.All(both.Where((_, i) => i % 2 == 0), pcm => Assert.Equal(alone.Length, pcm.Length, PauseTolerance * alone.Length));
    }

    [Fact]
    public async Task A_reader_who_stops_early_frees_the_engine_for_the_next()
    {
        var text = string.Concat(Enumerable.Repeat("This is a very long sentence. ", 100));
        await foreach (var _ in _speech.SpeakAsync(new SpeechRequest(new TenantId("tests"), text, "en-US", null, 8000), CancellationToken.None))
            break;

        Assert.NotEmpty(await Speak("Next.", "en-US", 8000));
    }

    [Fact]
    public async Task Nothing_to_say_is_silence() => Assert.Empty(await Speak(" ", "en-US", 8000));

    private async Task<short[]> Speak(string text, string language, int rateHz)
    {
        var pcm = new List<short>();
        await foreach (var chunk in _speech.SpeakAsync(new SpeechRequest(new TenantId("tests"), text, language, null, rateHz), CancellationToken.None))
            pcm.AddRange(chunk.Span);
        return [.. pcm];
    }
}
