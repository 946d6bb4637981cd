using SmartPbx.Agents.Phrases;

namespace SmartPbx.Agents.Hitl;

/// <summary>What a holding caller is told, and when (HITL-3). "One moment" stands at 0 s and the apology at the end; between them music plays.</summary>
internal static class HoldExperience
{
    public const int FirstUpdateMs = 15_000;
    public const int SecondUpdateMs = 30_000;

    /// <summary>The text that is due and was not yet said; null when none is.</summary>
    /// <param name="heldMs">Since the hold began.</param>
    /// <param name="updates">Updates said so far.</param>
    /// <param name="texts">Of the language.</param>
    public static string? Due(long heldMs, int updates, PhraseSet texts) => updates switch
    {
        0 when heldMs >= FirstUpdateMs => texts.StillAsking,
        1 when heldMs >= SecondUpdateMs => texts.StillWaiting,
        _ => null,
    };
}
