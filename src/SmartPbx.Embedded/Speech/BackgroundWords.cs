using System.Runtime.InteropServices;

namespace SmartPbx.Embedded.Speech;

/// <summary>The most frequent English words with their probabilities, taken from the engine's general language model.</summary>
internal static unsafe class BackgroundWords
{
    /// <summary>sphinxbase's own base of logarithms.</summary>
    private const double LogBase = 1.0001;

    /// <returns>At most <paramref name="count"/> words of the dictionary, with probabilities summing to 1.</returns>
    public static IReadOnlyDictionary<string, double> Load(PronouncingDictionary dictionary, int count)
    {
        if (count == 0)
            return new Dictionary<string, double>();
        SphinxNative.err_set_logfp(0);
        var logMath = SphinxNative.logmath_init(LogBase, 0, 1);
        var model = SphinxNative.ngram_model_read(0, SphinxModel.LanguageModel, 0, logMath);
        if (model == 0)
            throw new InvalidOperationException($"{SphinxModel.LanguageModel} could not be read.");
        try
        {
            var known = Unigrams(model, logMath).Where(w => IsPlain(w.Word) && dictionary.Contains(w.Word));
            var words = known.OrderByDescending(w => w.Probability).Take(count).ToList();
            var total = words.Sum(w => w.Probability);
            return words.ToDictionary(w => w.Word, w => w.Probability / total, StringComparer.Ordinal);
        }
        finally
        {
            _ = SphinxNative.ngram_model_free(model);
            SphinxNative.logmath_free(logMath);
        }
    }

    private static List<(string Word, double Probability)> Unigrams(nint model, nint logMath)
    {
        var number = (int)SphinxNative.ngram_model_get_counts(model)[0];
        var words = new List<(string, double)>(number);
        int used;
        for (var id = 0; id < number; id++)
            if (Marshal.PtrToStringUTF8(SphinxNative.ngram_word(model, id)) is { } word)
                words.Add((word, SphinxNative.logmath_exp(logMath, SphinxNative.ngram_ng_score(model, id, 0, 0, &used))));
        return words;
    }

    // Letters alone ("s", "b") are parts of abbreviations in the general model and would be heard everywhere.
    private static bool IsPlain(string word) => word is "a" or "i" || word.Length > 1 && word.All(c => char.IsAsciiLetterLower(c) || c == '\'');
}
