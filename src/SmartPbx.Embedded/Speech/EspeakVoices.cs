namespace SmartPbx.Embedded.Speech;

/// <summary>espeak-ng's voice for a language, at the program's own default rate, so that anyone can render the same sentence with <c>espeak-ng -v en</c>.</summary>
internal static class EspeakVoices
{
    public const string English = "en";
    private const string Korean = "ko";
    private const int WordsPerMinute = 175;

    /// <param name="language">BCP 47; the language decides, the region does not.</param>
    public static (string Voice, int WordsPerMinute) For(string language) =>
        (language.StartsWith("ko", StringComparison.OrdinalIgnoreCase) ? Korean : English, WordsPerMinute);
}
