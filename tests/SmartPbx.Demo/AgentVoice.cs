using SmartPbx.TestKit.Audio;

namespace SmartPbx.Demo;

/// <summary>An independent rendering, by the espeak-ng program, of what the agent should say; and how well heard audio matches it.</summary>
internal static class AgentVoice
{
    public const double SameSentence = 0.88;
    private const int WordsPerMinute = 175;

    /// <summary>The text as the agent should speak it, 8 kHz.</summary>
    public static Task<short[]> RenderAsync(string text) => Voices.EspeakAsync("en", text, WordsPerMinute);

    /// <summary>The worst match of the text's sentences in the recording: each must be there.</summary>
    public static async Task<double> MatchAsync(short[] heard, string text)
    {
        var worst = 1.0;
        foreach (var sentence in text.Split(". ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var reference = await RenderAsync(sentence.EndsWith('.') ? sentence : sentence + ".");
            worst = Math.Min(worst, SpectralMatch.Find(heard, reference).Score);
        }
        return worst;
    }
}
