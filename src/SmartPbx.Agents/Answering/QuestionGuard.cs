using System.Text.RegularExpressions;

namespace SmartPbx.Agents.Answering;

/// <summary>Makes the caller's words safe to stand in a prompt (AI-13): cut, without braces, without orders to the model, without personal data.</summary>
internal static partial class QuestionGuard
{
    public const int MaxCharacters = 500;

    private const string Removed = "[removed]";

    public static string Clean(string text)
    {
        var cut = text.Length <= MaxCharacters ? text : text[..MaxCharacters];
        var plain = Braces().Replace(cut, " ");
        return PersonalData.Mask(Orders().Replace(plain, Removed)).Trim();
    }

    [GeneratedRegex(@"[{}<>\[\]`\p{Cc}]")]
    private static partial Regex Braces();

    [GeneratedRegex(@"\b(ignore|forget|disregard|override|bypass)\b[^.?!]{0,60}\b(previous|prior|above|earlier|all|your|system|the)\b[^.?!]{0,40}\b(instructions?|prompts?|rules?|messages?|context|everything)\b"
        + @"|\b(system|assistant|developer)\s*:|(이전|위의|앞의|모든)\s*(지시|명령|규칙|프롬프트)\S*(?:\s+\S+){0,3}?\s*(무시|잊)\S*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Orders();
}
