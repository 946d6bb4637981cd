using System.Text.RegularExpressions;

namespace SmartPbx.Agents.Answering;

/// <summary>Masks what identifies a person before text goes to a model: card (Luhn), Korean resident number, e-mail, phone.</summary>
internal static partial class PersonalData
{
    public static string Mask(string text)
    {
        text = Cards().Replace(text, m => PassesLuhn(m.Value) ? "[card]" : m.Value);
        text = ResidentNumbers().Replace(text, "[resident number]");
        text = Emails().Replace(text, m => m.Value[..Math.Min(2, m.Value.IndexOf('@'))] + "***" + m.Value[m.Value.IndexOf('@')..]);
        return Phones().Replace(text, m => $"{m.Value[..3]}****{m.Value[^4..]}");
    }

    private static bool PassesLuhn(string number)
    {
        int sum = 0, position = 0;
        for (var i = number.Length - 1; i >= 0; i--)
        {
            if (!char.IsAsciiDigit(number[i])) continue;
            var digit = number[i] - '0';
            if (position++ % 2 == 1 && (digit *= 2) > 9) digit -= 9;
            sum += digit;
        }
        return sum % 10 == 0;
    }

    [GeneratedRegex(@"(?<!\d)(?:\d[ -]?){12,18}\d(?!\d)")]
    private static partial Regex Cards();

    [GeneratedRegex(@"(?<!\d)\d{6}-?[1-4]\d{6}(?!\d)")]
    private static partial Regex ResidentNumbers();

    [GeneratedRegex(@"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")]
    private static partial Regex Emails();

    [GeneratedRegex(@"(?<!\d)\+?\d{2,4}[ -]?\d{3,4}[ -]?\d{4}(?!\d)")]
    private static partial Regex Phones();
}
