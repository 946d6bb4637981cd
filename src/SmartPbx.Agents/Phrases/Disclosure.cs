using System.Text.RegularExpressions;

namespace SmartPbx.Agents.Phrases;

/// <summary>Whether a tenant's own greeting says that an AI speaks; if not, the agent adds it (AI-2).</summary>
internal static partial class Disclosure
{
    public static bool IsIn(string greeting) => Words().IsMatch(greeting);

    [GeneratedRegex(@"\bA\.?I\b|artificial|virtual assistant|automated|인공지능|에이아이|AI", RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
