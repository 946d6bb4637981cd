using System.Globalization;
using System.Text;

namespace SmartPbx.Embedded.Speech;

/// <summary>
/// English text as it is spoken: lower-case words without punctuation, numbers written out. The recogniser's language model and dictionary,
/// and nothing else, are built from this.
/// </summary>
internal static class SpokenText
{
    private static readonly string[] s_units =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen",
        "sixteen", "seventeen", "eighteen", "nineteen",
    ];
    private static readonly string[] s_tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    /// <summary>Sentences of the text, each as words; an apostrophe stays within its word.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Sentences(string text)
    {
        var sentences = new List<IReadOnlyList<string>>();
        var words = new List<string>();
        var token = new StringBuilder();
        for (var i = 0; i <= text.Length; i++)
        {
            var character = i < text.Length ? char.ToLowerInvariant(text[i]) : '\n';
            if (char.IsAsciiLetterOrDigit(character) || IsInner(text, i))
            {
                token.Append(character == '’' ? '\'' : character);
                continue;
            }
            AddToken(token, words);
            if (character is '%')
                words.Add("percent");
            if (character is '?' or '!' or '\n' or ';' || EndsSentence(text, i))
                AddSentence(sentences, ref words);
        }
        AddSentence(sentences, ref words);
        return sentences;
    }

    /// <summary>A number below a million as words.</summary>
    public static string Number(int value) => value switch
    {
        < 20 => s_units[value],
        < 100 => s_tens[value / 10] + (value % 10 > 0 ? " " + s_units[value % 10] : ""),
        < 1000 => s_units[value / 100] + " hundred" + (value % 100 > 0 ? " " + Number(value % 100) : ""),
        _ => Number(value / 1000) + " thousand" + (value % 1000 > 0 ? " " + Number(value % 1000) : ""),
    };

    private static bool IsInner(string text, int i) =>
        i > 0 && i + 1 < text.Length && char.IsAsciiLetterOrDigit(text[i - 1]) && char.IsAsciiLetterOrDigit(text[i + 1])
        && (text[i] is '\'' or '’' || text[i] is ',' && char.IsAsciiDigit(text[i - 1]) && char.IsAsciiDigit(text[i + 1]));

    // "6 p.m. on" does not end a sentence, "days. On" does.
    private static bool EndsSentence(string text, int i) =>
        i < text.Length && text[i] == '.' && !(i >= 2 && text[i - 2] is '.' or ' ') && (i + 1 == text.Length || char.IsWhiteSpace(text[i + 1]));

    private static void AddSentence(List<IReadOnlyList<string>> sentences, ref List<string> words)
    {
        if (words.Count == 0)
            return;
        sentences.Add(words);
        words = [];
    }

    private static void AddToken(StringBuilder token, List<string> words)
    {
        if (token.Length == 0)
            return;
        var text = token.ToString();
        token.Clear();
        foreach (var part in SplitDigits(text.Replace(",", "", StringComparison.Ordinal)))
            words.AddRange(char.IsAsciiDigit(part[0]) ? SpokenDigits(part) : [part]);
    }

    private static IEnumerable<string> SplitDigits(string text)
    {
        var start = 0;
        for (var i = 1; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsAsciiDigit(text[i]) == char.IsAsciiDigit(text[start]))
                continue;
            yield return text[start..i];
            start = i;
        }
    }

    private static string[] SpokenDigits(string digits) =>
        digits.Length <= 6 && (digits[0] != '0' || digits.Length == 1)
            ? Number(int.Parse(digits, CultureInfo.InvariantCulture)).Split(' ')
            : [.. digits.Select(d => s_units[d - '0'])];
}
