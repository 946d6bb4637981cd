using System.Text.RegularExpressions;
using SmartPbx.Domain.Directory;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.RingGroups;

/// <summary>What a ring group may say, as far as it can be told without the directory.</summary>
internal static partial class RingGroupCheck
{
    private const double MinSeconds = 1;
    private const double MaxSeconds = 180; // RFC 3261 timer C: three minutes
    private const int MaxExtensionCharacters = 40;

    /// <summary>Digits, as the directory keys them: the plus is the client's to write or not.</summary>
    public static string? Number(string text) => Dialled().IsMatch(text) ? text.TrimStart('+') : null;

    public static Problem? Of(RingGroupInput input)
    {
        // JSON can say null where the type cannot.
        if (input.Members is null || input.Members.Any(m => m?.Extension is null)) return Problem.Invalid("members", "a list of objects with an extension");
        if (input.Members.Count is 0 or > RingGroup.MaxMembers) return Problem.Invalid("members", $"1 to {RingGroup.MaxMembers}");
        if (!Enum.IsDefined(input.Strategy)) return Problem.Invalid("strategy", "all_at_once or one_after_another");
        if (!IsTime(input.NoAnswerSeconds)) return Problem.Invalid("no_answer_seconds", $"{MinSeconds} to {MaxSeconds}");
        if (input.Members.Any(m => m.Extension.Length is 0 or > MaxExtensionCharacters)) return Problem.Invalid("members.extension", $"1 to {MaxExtensionCharacters} characters");
        if (input.Members.Any(m => m.Seconds is { } seconds && !IsTime(seconds))) return Problem.Invalid("members.seconds", $"{MinSeconds} to {MaxSeconds}");
        if (input.Members.DistinctBy(m => m.Extension).Count() != input.Members.Count) return Problem.Invalid("members.extension", "each one once");
        return input.Language is { } language && !Language().IsMatch(language) ? Problem.Invalid("language", "a tag such as en-US or ko-KR") : null;
    }

    private static bool IsTime(double seconds) => seconds is >= MinSeconds and <= MaxSeconds;

    [GeneratedRegex(@"^\+?[0-9]{1,20}$")]
    private static partial Regex Dialled();

    [GeneratedRegex("^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$")]
    private static partial Regex Language();
}
