using SmartPbx.Domain.Directory;

namespace SmartPbx.Agents.Phrases;

/// <summary>Chooses the texts of a language and puts the tenant's own words into them.</summary>
public static class PhraseBook
{
    public const string English = "en-US";
    public const string Korean = "ko-KR";

    /// <summary>The language that is spoken for a wished one: Korean for any Korean, English otherwise.</summary>
    public static string Supported(string language) => language.StartsWith("ko", StringComparison.OrdinalIgnoreCase) ? Korean : English;

    /// <summary>The texts for one number of a tenant.</summary>
    public static PhraseSet For(string language, AgentSettings settings, string callee) =>
        Supported(language) == Korean ? KoreanPhrases.For(settings, callee) : EnglishPhrases.For(settings, callee);
}
