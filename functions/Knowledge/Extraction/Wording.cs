namespace SmartPbx.Functions.Knowledge.Extraction;

/// <summary>Brings what was said into the form in which it is kept.</summary>
internal static class Wording
{
    private static readonly string[] Auxiliaries = ["will", "is", "are", "was", "were", "can", "has", "have", "may", "must", "should"];

    private const int MaxSubjectWords = 8;

    /// <summary>Takes greetings and fillers off the beginning, as many as there are.</summary>
    public static string WithoutOpeners(string text)
    {
        var rest = text.Trim();
        for (var cut = true; cut;)
        {
            cut = false;
            foreach (var opener in Phrases.Openers)
            {
                if (!rest.StartsWith(opener, StringComparison.OrdinalIgnoreCase)) continue;
                if (rest.Length > opener.Length && (char.IsLetterOrDigit(rest[opener.Length]) || rest[opener.Length] == '\'')) continue;
                rest = rest[opener.Length..].TrimStart(' ', ',', '.', '!', ';', '-', '…');
                cut = true;
            }
        }
        return rest;
    }

    /// <summary>
    /// The question that a bare statement answers: its auxiliary moved to the front and "we" turned into "you" ("The branch will open in May" → "Will the branch open
    /// in May"), so that the words a later caller will use are in it.
    /// </summary>
    public static string AskFor(string statement)
    {
        var words = statement.Trim().TrimEnd('.', '!').Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var at = 1; at < Math.Min(words.Length - 1, MaxSubjectWords); at++)
        {
            if (!Auxiliaries.Contains(words[at], StringComparer.OrdinalIgnoreCase)) continue;
            string[] asked = [words[at], .. words[..at], .. words[(at + 1)..]];
            return Sentence(string.Join(' ', asked.Select((word, i) => ToCaller(i == 1 ? Decapitalise(word) : word)))) + "?";
        }
        return $"What about {string.Join(' ', words.Select((word, i) => ToCaller(i == 0 ? Decapitalise(word) : word)))}?";
    }

    /// <summary>Capital at the beginning.</summary>
    public static string Sentence(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private static string ToCaller(string word) => word.ToLowerInvariant() switch { "we" or "us" => "you", "our" => "your", "ours" => "yours", _ => word };

    private static string Decapitalise(string word) =>
        word.Length > 1 && char.IsUpper(word[1]) || word is "I" ? word : char.ToLowerInvariant(word[0]) + word[1..];
}
