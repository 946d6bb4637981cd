using System.Text.RegularExpressions;
using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Identity;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Trunks;

/// <summary>What a dial plan may say.</summary>
internal static partial class DialPlanCheck
{
    private const int MaxTrunksOfRule = 16;
    private const int MaxNameCharacters = 100;
    private const int MaxPrefixes = 500;
    private const int MaxNumberDigits = 15; // E.164

    public static Problem? Of(DialPlanInput plan) => Nulls(plan) ?? Prefixes(plan) ?? Rules(plan) ?? Emergency(plan) ?? Limits(plan.Limits);

    // JSON can say null where the type cannot.
    private static Problem? Nulls(DialPlanInput plan)
    {
        if (plan.InternationalPrefix is null || plan.NationalPrefix is null || plan.OutsidePrefix is null) return Problem.Invalid("international_prefix", "a text");
        if (plan.Rules is null || plan.Rules.Any(r => r?.Name is null || r.Pattern is null || r.Add is null || r.Trunks is null || r.Roles is null))
            return Problem.Invalid("rules", "a list of objects");
        if (plan.Emergency is null || plan.Emergency.Any(r => r?.Number is null || r.Trunks is null)) return Problem.Invalid("emergency", "a list of objects");
        return plan.Limits?.AllowedPrefixes is null || plan.Limits.AllowedPrefixes.Contains(null!) ? Problem.Invalid("limits", "an object") : null;
    }

    private static Problem? Prefixes(DialPlanInput plan)
    {
        if (plan.CountryCode is { } code && !CountryCode().IsMatch(code)) return Problem.Invalid("country_code", "one to three digits, the first not 0");
        if (!Digits().IsMatch(plan.InternationalPrefix) || plan.InternationalPrefix.Length == 0) return Problem.Invalid("international_prefix", "1 to 8 digits");
        if (!Digits().IsMatch(plan.NationalPrefix)) return Problem.Invalid("national_prefix", "at most 8 digits");
        if (!Digits().IsMatch(plan.OutsidePrefix)) return Problem.Invalid("outside_prefix", "at most 8 digits");
        return plan.NationalDigits is null or (>= 4 and < MaxNumberDigits) ? null : Problem.Invalid("national_digits", $"4 to {MaxNumberDigits - 1}");
    }

    private static Problem? Rules(DialPlanInput plan)
    {
        if (plan.Rules.Count > DialPlan.MaxRules) return Problem.Invalid("rules", $"at most {DialPlan.MaxRules}");
        foreach (var rule in plan.Rules)
        {
            if (rule.Name.Length is 0 or > MaxNameCharacters) return Problem.Invalid("rules.name", $"1 to {MaxNameCharacters} characters");
            if (!Pattern().IsMatch(rule.Pattern)) return Problem.Invalid("rules.pattern", "an optional plus, 0–9 X Z N, an optional closing *");
            if (!AreTrunks(rule.Trunks)) return Problem.Invalid("rules.trunks", $"at most {MaxTrunksOfRule} names");
            if (rule.Strip is < 0 or > MaxNumberDigits) return Problem.Invalid("rules.strip", $"0 to {MaxNumberDigits}");
            if (!Added().IsMatch(rule.Add)) return Problem.Invalid("rules.add", "at most 20 of + 0–9 * #");
        }
        return null;
    }

    private static Problem? Emergency(DialPlanInput plan)
    {
        if (plan.Emergency.Count > DialPlan.MaxEmergencyNumbers) return Problem.Invalid("emergency", $"at most {DialPlan.MaxEmergencyNumbers}");
        foreach (var rule in plan.Emergency)
        {
            if (!Number().IsMatch(rule.Number)) return Problem.Invalid("emergency.number", "digits as dialled");
            if (!AreTrunks(rule.Trunks)) return Problem.Invalid("emergency.trunks", $"at most {MaxTrunksOfRule} names");
            if (rule.SendAs is { } sent && !Number().IsMatch(sent)) return Problem.Invalid("emergency.send_as", "digits with an optional plus");
            if (rule.CallerNumber is { } caller && !Number().IsMatch(caller)) return Problem.Invalid("emergency.caller_number", "digits with an optional plus");
        }
        return null;
    }

    private static Problem? Limits(OutboundLimits limits)
    {
        if (limits.AllowedPrefixes.Count > MaxPrefixes || !limits.AllowedPrefixes.All(p => p.StartsWith('+') && Number().IsMatch(p)))
            return Problem.Invalid("limits.allowed_prefixes", $"at most {MaxPrefixes} of plus and digits");
        if (limits.CallsPerMinute is < 1 or > 100_000) return Problem.Invalid("limits.calls_per_minute", "1 to 100000");
        if (limits.MaxConcurrent is < 1 or > 100_000) return Problem.Invalid("limits.max_concurrent", "1 to 100000");
        return limits.BlockMinutes is >= 1 and <= 1_440 ? null : Problem.Invalid("limits.block_minutes", "1 to 1440");
    }

    private static bool AreTrunks(IReadOnlyList<string> names) => names.Count <= MaxTrunksOfRule && names.All(n => n is not null && IdText.IsValid(n));

    [GeneratedRegex("^[1-9][0-9]{0,2}$")]
    private static partial Regex CountryCode();

    [GeneratedRegex("^[0-9]{0,8}$")]
    private static partial Regex Digits();

    [GeneratedRegex(@"^(?=.)\+?[0-9XZN]{0,20}\*?$")]
    private static partial Regex Pattern();

    [GeneratedRegex(@"^[+0-9*#]{0,20}$")]
    private static partial Regex Added();

    [GeneratedRegex(@"^\+?[0-9]{1,20}$")]
    private static partial Regex Number();
}
