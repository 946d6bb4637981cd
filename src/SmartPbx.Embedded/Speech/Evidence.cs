using SmartPbx.Domain.Speech;

namespace SmartPbx.Embedded.Speech;

/// <summary>
/// How sure a decode is. Three things speak for it: the lattice leaves no other words (posterior), no word lasts longer than it can be spoken (a short sound
/// such as "uh" would otherwise swallow whole sentences that the model does not know), and the words are the tenant's. The tenant's model also
/// knows some thousand background words; speech about something else comes out as those, or as the tenant's words with rivals, and both lower the confidence.
/// <see cref="Sure"/> and more: the words may be acted on. Less: decode again with the general model and see whether both lead to the same item.
/// </summary>
internal static class Evidence
{
    /// <summary>Confidence from which on the words may be acted on.</summary>
    public const double Sure = 0.7;

    /// <summary>Share of sure words, by time, that gives <see cref="Sure"/>: measured on three unrelated knowledge bases and three voices.</summary>
    private const double SureShare = 0.5;

    /// <summary>What a background word, however clear, counts towards having understood something of the tenant's.</summary>
    private const double BackgroundWordWorth = 0.3;

    /// <summary>The longest a word is stretched: so much a letter, and a pause's beginning.</summary>
    private const int MaxLetterMs = 110;
    private const int MaxStretchMs = 250;

    /// <param name="domainWords">Null: the general model, where every word is as good.</param>
    /// <param name="startMs">Of the audio within the recording.</param>
    public static Recognition Weigh(IReadOnlyList<SphinxWord> decode, IReadOnlySet<string>? domainWords, int startMs)
    {
        var spoken = decode.Where(w => !w.IsFiller).ToList();
        if (spoken.Count == 0)
            return Recognition.Nothing;
        var words = spoken.Select(w => new RecognizedWord(w.Text, startMs + w.FirstFrame * SphinxWord.FrameMs, startMs + (w.LastFrame + 1) * SphinxWord.FrameMs,
            w.Posterior * Plausible(w) * (domainWords is null || domainWords.Contains(w.Text) ? 1 : BackgroundWordWorth))).ToList();
        return new Recognition(string.Join(' ', words.Select(w => w.Text)), Confidence(words), words);
    }

    /// <summary>Several pieces as one: confidence by length of speech.</summary>
    public static Recognition Join(IReadOnlyList<Recognition> parts)
    {
        var words = parts.SelectMany(p => p.Words).ToList();
        return words.Count == 0 ? Recognition.Nothing : new Recognition(string.Join(' ', words.Select(w => w.Text)), Confidence(words), words);
    }

    private static double Plausible(SphinxWord word)
    {
        var durationMs = (word.LastFrame - word.FirstFrame + 1) * SphinxWord.FrameMs;
        return Math.Min(1, (double)(MaxLetterMs * word.Text.Length + MaxStretchMs) / durationMs);
    }

    // By time, so that a doubtful "a" weighs less than a doubtful "mattress".
    private static double Confidence(List<RecognizedWord> words)
    {
        var share = words.Sum(w => w.Confidence * (w.EndMs - w.StartMs)) / Math.Max(1, words.Sum(w => w.EndMs - w.StartMs));
        return share < SureShare ? share / SureShare * Sure : Sure + (share - SureShare) / (1 - SureShare) * (1 - Sure);
    }
}
