using System.Collections.Concurrent;

namespace SmartPbx.Embedded.Speech;

/// <summary>
/// How English words are pronounced, in the phones of the acoustic model: the CMU dictionary, and for words it lacks (brands, names) what espeak-ng
/// would say. Loaded once, shared.
/// </summary>
internal sealed class PronouncingDictionary
{
    private readonly Dictionary<string, List<string>> _words = new(140_000, StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _guessed = new(StringComparer.Ordinal);

    public PronouncingDictionary(string path)
    {
        foreach (var line in File.ReadLines(path))
        {
            var blank = line.IndexOf(' ', StringComparison.Ordinal);
            if (blank < 1)
                continue;
            var parenthesis = line.IndexOf('(', 0, blank);
            var word = line[..(parenthesis > 0 ? parenthesis : blank)];
            if (!_words.TryGetValue(word, out var pronunciations))
                _words[word] = pronunciations = new(1);
            pronunciations.Add(line[(blank + 1)..]);
        }
    }

    public bool Contains(string word) => _words.ContainsKey(word);

    /// <summary>All pronunciations, the usual one first; empty for what cannot be spoken.</summary>
    public IReadOnlyList<string> Of(string word)
    {
        if (_words.TryGetValue(word, out var known))
            return known;
        var guess = _guessed.GetOrAdd(word, w => string.Join(' ', ArpabetPhones.FromIpa(EspeakEngine.Phonemes(w, EspeakVoices.English))));
        return guess.Length == 0 ? [] : [guess];
    }
}
