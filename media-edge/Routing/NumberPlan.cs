using SmartPbx.Domain.Directory;

namespace SmartPbx.MediaEdge.Routing;

/// <summary>Numbers between the forms in which a tenant dials them, the directory keeps them and carriers want them (E.164).</summary>
public static class NumberPlan
{
    private const int MaxE164Digits = 15;

    /// <summary><c>+</c> and digits where the number is E.164, bare digits where it is a code of the country; null: no number, or not for the outside.</summary>
    public static string? Normalise(DialPlan plan, string dialled)
    {
        if (dialled.StartsWith('+')) return E164(dialled[1..]);
        var digits = dialled;
        if (plan.OutsidePrefix.Length > 0)
        {
            if (!digits.StartsWith(plan.OutsidePrefix, StringComparison.Ordinal)) return null;
            digits = digits[plan.OutsidePrefix.Length..];
        }
        if (digits.Length == 0 || !IsDigits(digits)) return null;
        if (plan.InternationalPrefix.Length > 0 && digits.StartsWith(plan.InternationalPrefix, StringComparison.Ordinal)) return E164(digits[plan.InternationalPrefix.Length..]);
        if (plan.CountryCode is not { } country) return digits;
        if (plan.NationalPrefix.Length > 0 && digits.StartsWith(plan.NationalPrefix, StringComparison.Ordinal)) return E164(country + digits[plan.NationalPrefix.Length..]);
        return plan.NationalDigits == digits.Length ? E164(country + digits) : digits;
    }

    /// <summary>A normalised number as a carrier wants it.</summary>
    public static string Format(DialPlan plan, NumberForm form, string number)
    {
        if (!number.StartsWith('+')) return number;
        var digits = number[1..];
        if (form == NumberForm.E164Plus) return number;
        if (form == NumberForm.E164) return digits;
        return plan.CountryCode is { } country && digits.StartsWith(country, StringComparison.Ordinal)
            ? plan.NationalPrefix + digits[country.Length..] : plan.InternationalPrefix + digits;
    }

    /// <summary>Keys under which the directory may have a number that somebody dialled or a carrier delivered: as it is, as E.164, as a national number.</summary>
    public static IEnumerable<string> Keys(DialPlan plan, string dialled)
    {
        var digits = dialled.TrimStart('+');
        yield return digits;
        var number = Normalise(plan with { OutsidePrefix = "" }, dialled);
        // Many carriers deliver E.164 without plus.
        if (number?.StartsWith('+') != true && plan.CountryCode is { } country && digits.StartsWith(country, StringComparison.Ordinal)) number = E164(digits);
        if (number?.StartsWith('+') != true) yield break;
        yield return number[1..];
        yield return Format(plan, NumberForm.National, number);
    }

    /// <summary>Whether a pattern of <see cref="OutboundRule.Pattern"/> takes a normalised number.</summary>
    public static bool Matches(string pattern, string number)
    {
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '*') return i == pattern.Length - 1;
            if (i >= number.Length || !Takes(pattern[i], number[i])) return false;
        }
        return pattern.Length == number.Length;
    }

    private static bool Takes(char pattern, char digit) => pattern switch
    {
        'X' => char.IsAsciiDigit(digit),
        'Z' => digit is >= '1' and <= '9',
        'N' => digit is >= '2' and <= '9',
        _ => pattern == digit,
    };

    // E.164 §6.2.1: at most 15 digits, and no country code begins with 0.
    private static string? E164(string digits) => digits.Length is > 0 and <= MaxE164Digits && digits[0] != '0' && IsDigits(digits) ? "+" + digits : null;

    private static bool IsDigits(string text) => text.All(char.IsAsciiDigit);
}
