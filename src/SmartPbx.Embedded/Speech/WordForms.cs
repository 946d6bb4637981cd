namespace SmartPbx.Embedded.Speech;

/// <summary>Other regular forms of an English word: plural and singular, past, -ing. Callers of this filter by the dictionary.</summary>
internal static class WordForms
{
    private const int MinLength = 4;

    public static IEnumerable<string> Of(string word)
    {
        if (word.Length < MinLength || word.Contains('\'', StringComparison.Ordinal))
            yield break;
        if (word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal))
            yield return word.EndsWith("ies", StringComparison.Ordinal) ? word[..^3] + "y" : word[..^1];
        else
            yield return word.EndsWith('y') && !IsVowel(word[^2]) ? word[..^1] + "ies" : word + "s";
        if (word.EndsWith("ing", StringComparison.Ordinal))
            yield return word[..^3];
        else if (!word.EndsWith('s'))
            yield return word.EndsWith('e') ? word[..^1] + "ing" : word + "ing";
        if (word.EndsWith("ed", StringComparison.Ordinal))
            yield return word[..^2];
        else if (!word.EndsWith('s'))
            yield return word.EndsWith('e') ? word + "d" : word + "ed";
    }

    private static bool IsVowel(char character) => character is 'a' or 'e' or 'i' or 'o' or 'u';
}
