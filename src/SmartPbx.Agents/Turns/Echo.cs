namespace SmartPbx.Agents.Turns;

/// <summary>Whether what was recognised is the agent's own voice, come back through a speakerphone.</summary>
internal static class Echo
{
    private const double MatchShare = 0.75;
    private const int MinWords = 2;

    /// <summary>True when nearly all recognised words stand, in order, in what is being played.</summary>
    public static bool IsIn(string recognised, string played)
    {
        var heard = Words.Of(recognised);
        if (heard.Length < MinWords) return false;
        var spoken = Words.Of(played);
        int found = 0, from = 0;
        foreach (var word in heard)
        {
            var at = Array.IndexOf(spoken, word, from);
            if (at < 0) continue;
            found++;
            from = at + 1;
        }
        return found >= heard.Length * MatchShare;
    }
}
