using System.Text;

namespace SmartPbx.Agents.Speaking;

/// <summary>
/// Cuts a stream of tokens into sentences, so that the first is spoken while the rest is still made. However the stream is split, the sentences are the same:
/// a mark counts as an end only when the character after it is known.
/// </summary>
internal sealed class SentenceSplitter
{
    /// <summary>A longer run without an end is cut at its last comma or space.</summary>
    public const int MaxCharacters = 240;

    private static readonly string[] Abbreviations = ["mr.", "mrs.", "ms.", "dr.", "st.", "no.", "e.g.", "i.e.", "vs.", "a.m.", "p.m.", "etc.", "inc.", "ext."];

    private readonly StringBuilder _text = new();

    /// <summary>Takes the next characters and gives the sentences that they complete.</summary>
    public IEnumerable<string> Push(string delta)
    {
        foreach (var character in delta)
        {
            var ended = char.IsWhiteSpace(character) && EndsSentence(character);
            _text.Append(character);
            if (ended && Take(_text.Length) is { } sentence) yield return sentence;
            else if (_text.Length >= MaxCharacters && Take(CutAt()) is { } part) yield return part;
        }
    }

    /// <summary>What is left when the stream has ended; null when nothing is.</summary>
    public string? Flush() => Take(_text.Length);

    private bool EndsSentence(char next)
    {
        if (_text.Length == 0) return false;
        if (next == '\n') return true;
        return _text[^1] switch
        {
            '!' or '?' or '。' or '…' => true,
            '.' => !EndsWithAbbreviation(),
            '"' or '\'' or ')' => _text.Length > 1 && _text[^2] is '.' or '!' or '?',
            _ => false,
        };
    }

    private bool EndsWithAbbreviation()
    {
        var start = _text.Length;
        while (start > 0 && !char.IsWhiteSpace(_text[start - 1])) start--;
        var word = _text.ToString(start, _text.Length - start).ToLowerInvariant();
        return Abbreviations.Contains(word) || (word.Length == 2 && char.IsAsciiLetter(word[0])); // "J. Smith"
    }

    private int CutAt()
    {
        var text = _text.ToString();
        var comma = text.LastIndexOfAny([',', ';', ':']);
        if (comma > MaxCharacters / 3) return comma + 1;
        var space = text.LastIndexOf(' ');
        return space > 0 ? space : text.Length;
    }

    private string? Take(int length)
    {
        var sentence = _text.ToString(0, length).Trim();
        _text.Remove(0, length);
        return sentence.Length == 0 ? null : sentence;
    }
}
