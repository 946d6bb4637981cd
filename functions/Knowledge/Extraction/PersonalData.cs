using System.Text.RegularExpressions;

namespace SmartPbx.Functions.Knowledge.Extraction;

/// <summary>
/// Masks what belongs to a person before a text is kept for all callers: e-mail (first two and the domain stay), Korean resident number and card (nothing stays;
/// card only when its Luhn sum is right), phone (first three and last four stay), also when the digits were spoken as words.
/// </summary>
internal static partial class PersonalData
{
    private const int FewestSpokenDigits = 7;

    private static readonly string[] Digits = ["zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

    /// <summary>The text with masks, and how many of each kind there were.</summary>
    public static (string Text, IReadOnlyDictionary<string, int> Counts) Mask(string text)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        string Count(string kind, string masked)
        {
            counts[kind] = counts.GetValueOrDefault(kind) + 1;
            return masked;
        }
        text = Email().Replace(text, m => Count("email", $"{m.Value[..Math.Min(2, m.Value.IndexOf('@'))]}***{m.Value[m.Value.IndexOf('@')..]}"));
        text = ResidentNumber().Replace(text, _ => Count("resident_number", "******-*******"));
        text = CardNumber().Replace(text, m => HasLuhnSum(m.Value) ? Count("card", "****-****-****-****") : m.Value);
        text = PhoneNumber().Replace(text, m => MaskPhone(m.Value) is { } masked ? Count("phone", masked) : m.Value);
        text = SpokenNumber().Replace(text, m => m.Value.Split(' ').Length >= FewestSpokenDigits ? Count("phone", "***") : m.Value);
        return (text, counts);
    }

    private static string? MaskPhone(string number)
    {
        var digits = new string([.. number.Where(char.IsAsciiDigit)]);
        return digits.Length is >= 9 and <= 15 ? $"{digits[..3]}-****-{digits[^4..]}" : null;
    }

    /// <summary>ISO/IEC 7812-1 annex B: the check digit of cards.</summary>
    private static bool HasLuhnSum(string number)
    {
        var digits = number.Where(char.IsAsciiDigit).Select(c => c - '0').Reverse().ToArray();
        if (digits.Length is < 13 or > 19) return false;
        return digits.Select((d, i) => i % 2 == 0 ? d : d * 2 > 9 ? d * 2 - 9 : d * 2).Sum() % 10 == 0;
    }

    private static readonly Regex SpokenNumberPattern = new($@"\b(?:{string.Join('|', Digits)})(?: (?:{string.Join('|', Digits)}))+\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static Regex SpokenNumber() => SpokenNumberPattern;

    [GeneratedRegex(@"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", RegexOptions.CultureInvariant)]
    private static partial Regex Email();

    // YYMMDD-SNNNNNN with a month and a day that exist
    [GeneratedRegex(@"(?<!\d)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[- ]?[1-8]\d{6}(?!\d)", RegexOptions.CultureInvariant)]
    private static partial Regex ResidentNumber();

    [GeneratedRegex(@"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)", RegexOptions.CultureInvariant)]
    private static partial Regex CardNumber();

    [GeneratedRegex(@"(?<![\d.])(?:\+\d{1,3}[ -]?)?\(?\d{2,4}\)?[ -]?\d{3,4}[ -]?\d{4}(?!\d)", RegexOptions.CultureInvariant)]
    private static partial Regex PhoneNumber();
}
