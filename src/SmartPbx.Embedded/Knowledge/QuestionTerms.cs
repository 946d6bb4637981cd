using System.Text;

namespace SmartPbx.Embedded.Knowledge;

/// <summary>
/// Turns a text into the terms by which questions are compared. English: words without the empty ones, stemmed, synonyms and question phrases ("how much")
/// as one. Korean and other scripts without such tables: pairs of syllables of each word; what is common to all questions ("나요") is weighed down by its frequency.
/// </summary>
internal static class QuestionTerms
{
    private const double FocusImportance = 0.6;
    private const double LightImportance = 0.3;

    public static IReadOnlyList<WeightedTerm> Of(string text)
    {
        var words = Words(text);
        var joined = ' ' + string.Join(' ', words) + ' ';
        foreach (var (phrase, term) in EnglishWords.Phrases)
            joined = joined.Replace($" {phrase} ", $" {term} ", StringComparison.Ordinal);
        var terms = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var word in joined.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            foreach (var term in word[0] == '#' || char.IsAscii(word[0]) ? English(word) : Syllables(word))
                terms[term.Text] = Math.Max(term.Importance, terms.GetValueOrDefault(term.Text));
        return [.. terms.Select(t => new WeightedTerm(t.Key, t.Value))];
    }

    private static IEnumerable<WeightedTerm> English(string word)
    {
        if (EnglishWords.Empty.Contains(word))
            yield break;
        var stem = word[0] == '#' ? word : EnglishStem.Of(word);
        var term = EnglishWords.Synonyms.GetValueOrDefault(stem, stem);
        var light = EnglishWords.Light.Contains(word) || EnglishWords.Light.Contains(stem);
        yield return new WeightedTerm(term, term[0] == '#' ? FocusImportance : light ? LightImportance : 1);
    }

    private static IEnumerable<WeightedTerm> Syllables(string word)
    {
        if (word.Length == 1)
            yield return new WeightedTerm(word, LightImportance);
        for (var i = 0; i + 1 < word.Length; i++)
            yield return new WeightedTerm(word.Substring(i, 2), 1);
    }

    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var character in text.Normalize().ToLowerInvariant().Append(' '))
        {
            var inWord = char.IsLetterOrDigit(character) || character == '\'' && word.Length > 0;
            // A change of script ("3층", "PayPal로") begins a new word.
            if (word.Length > 0 && (!inWord || char.IsAscii(character) != char.IsAscii(word[0])))
            {
                words.Add(word.ToString().TrimEnd('\''));
                word.Clear();
            }
            if (inWord)
                word.Append(character);
        }
        return words;
    }
}
