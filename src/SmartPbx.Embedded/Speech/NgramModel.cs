using System.Globalization;

namespace SmartPbx.Embedded.Speech;

/// <summary>
/// A trigram language model with interpolated absolute discounting, written in the ARPA format that pocketsphinx reads. Sentences are counted with a
/// weight; the lowest order is mixed with background words, so that anything may be said but the tenant's phrases are likelier.
/// </summary>
internal sealed class NgramModel
{
    public const string Start = "<s>";
    public const string End = "</s>";
    private const int Order = 3;
    private const double NeverSpoken = -99;

    private readonly double _discount;
    private readonly double _backgroundShare;
    private readonly IReadOnlyDictionary<string, double> _background;
    // Per order: history (words joined by a blank) → next word → weight.
    private readonly Dictionary<string, Dictionary<string, double>>[] _counts =
        [.. Enumerable.Range(0, Order).Select(_ => new Dictionary<string, Dictionary<string, double>>(StringComparer.Ordinal))];

    /// <param name="background">Words and their probabilities, summing to 1 or less.</param>
    /// <param name="backgroundShare">Weight of the background in the unigrams, 0–1.</param>
    /// <param name="discount">Part of each distinct continuation's weight given to unseen ones, 0–1.</param>
    public NgramModel(IReadOnlyDictionary<string, double> background, double backgroundShare, double discount)
    {
        (_background, _backgroundShare, _discount) = (background, backgroundShare, discount);
        _counts[0][""] = [];
    }

    /// <summary>Words that occur in the counted sentences or the background.</summary>
    public IEnumerable<string> Vocabulary => _counts[0][""].Keys.Union(_background.Keys, StringComparer.Ordinal).Where(w => w != End);

    public void Add(IReadOnlyList<string> sentence, double weight)
    {
        string[] padded = [Start, .. sentence, End];
        for (var i = 1; i < padded.Length; i++)
            for (var length = 0; length < Order && length <= i; length++)
                Count(length, string.Join(' ', padded, i - length, length), padded[i], weight);
    }

    public void Write(TextWriter output)
    {
        var words = Vocabulary.Append(End).ToList();
        var unigrams = words.ToDictionary(w => w, Unigram, StringComparer.Ordinal);
        var bigrams = Entries(1, (h, w) => unigrams[w]);
        var bigramOf = bigrams.ToDictionary(e => e.History + " " + e.Word, e => e.Probability, StringComparer.Ordinal);
        var trigrams = Entries(2, (h, w) => Lower(h, w, bigramOf, unigrams));
        output.Write($"\\data\\\nngram 1={words.Count + 1}\nngram 2={bigrams.Count}\nngram 3={trigrams.Count}\n\n\\1-grams:\n");
        WriteLine(output, NeverSpoken, Start, BackOff(1, Start));
        foreach (var word in words)
            WriteLine(output, Log(unigrams[word]), word, BackOff(1, word));
        output.Write("\n\\2-grams:\n");
        foreach (var (history, word, probability) in bigrams)
            WriteLine(output, Log(probability), history + " " + word, BackOff(2, history + " " + word));
        output.Write("\n\\3-grams:\n");
        foreach (var (history, word, probability) in trigrams)
            WriteLine(output, Log(probability), history + " " + word, null);
        output.Write("\n\\end\\\n");
    }

    private void Count(int length, string history, string word, double weight)
    {
        if (!_counts[length].TryGetValue(history, out var next))
            _counts[length][history] = next = new(StringComparer.Ordinal);
        next[word] = next.GetValueOrDefault(word) + weight;
    }

    private double Unigram(string word)
    {
        var counts = _counts[0][""];
        var own = counts.GetValueOrDefault(word) / counts.Values.Sum();
        return Math.Max(1e-9, (1 - _backgroundShare) * own + _backgroundShare * _background.GetValueOrDefault(word));
    }

    private List<(string History, string Word, double Probability)> Entries(int length, Func<string, string, double> lower)
    {
        var entries = new List<(string, string, double)>();
        foreach (var (history, next) in _counts[length])
        {
            var total = next.Values.Sum();
            var kept = Reserved(next) / total;
            foreach (var (word, count) in next)
                entries.Add((history, word, (count - _discount * Math.Min(1, count)) / total + kept * lower(history, word)));
        }
        return entries;
    }

    private double Reserved(Dictionary<string, double> next) => next.Values.Sum(c => _discount * Math.Min(1, c));

    private static double Lower(string history, string word, Dictionary<string, double> bigrams, Dictionary<string, double> unigrams)
    {
        var shorter = history[(history.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        return bigrams.TryGetValue(shorter + " " + word, out var p) ? p : unigrams[word];
    }

    private double? BackOff(int length, string history) =>
        _counts[length].TryGetValue(history, out var next) ? Log(Reserved(next) / next.Values.Sum()) : null;

    private static double Log(double probability) => Math.Log10(probability);

    private static void WriteLine(TextWriter output, double logProbability, string words, double? backOff)
    {
        output.Write(logProbability.ToString("F4", CultureInfo.InvariantCulture));
        output.Write('\t');
        output.Write(words);
        if (backOff is { } weight)
        {
            output.Write('\t');
            output.Write(weight.ToString("F4", CultureInfo.InvariantCulture));
        }
        output.Write('\n');
    }
}
