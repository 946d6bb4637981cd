namespace SmartPbx.Embedded.Knowledge;

/// <summary>The stem of a regular English word form: light on purpose, since over-stemming makes different questions alike.</summary>
internal static class EnglishStem
{
    private const int MinStem = 3;

    public static string Of(string word)
    {
        var stem = word.EndsWith("'s", StringComparison.Ordinal) ? word[..^2] : word;
        stem = Plural(stem);
        foreach (var ending in new[] { "ing", "ed" })
            if (stem.EndsWith(ending, StringComparison.Ordinal) && stem.Length - ending.Length >= MinStem && HasVowel(stem[..^ending.Length]))
                return Restore(stem[..^ending.Length]);
        return stem.Length > MinStem && stem.EndsWith('e') ? stem[..^1] : stem.Length > MinStem && stem.EndsWith('y') ? stem[..^1] + "i" : stem;
    }

    private static string Plural(string word)
    {
        if (word.Length <= MinStem || !word.EndsWith('s') || Ends(word, "ss", "us"))
            return word;
        return Ends(word, "ies") ? word[..^3] + "y" : Ends(word, "ches", "shes", "xes", "sses") ? word[..^2] : word[..^1];
    }

    private static bool Ends(string word, params ReadOnlySpan<string> endings)
    {
        foreach (var ending in endings)
            if (word.EndsWith(ending, StringComparison.Ordinal))
                return true;
        return false;
    }

    // "stopp" → "stop"; final e and y as in the uninflected form.
    private static string Restore(string stem) =>
        stem.Length > MinStem && stem[^1] == stem[^2] && stem[^1] is not ('l' or 's') ? stem[..^1]
        : stem.Length > MinStem && stem.EndsWith('y') ? stem[..^1] + "i" : stem;

    private static bool HasVowel(string text) => text.Any(c => c is 'a' or 'e' or 'i' or 'o' or 'u' or 'y');
}
