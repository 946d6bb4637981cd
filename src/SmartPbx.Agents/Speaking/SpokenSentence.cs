namespace SmartPbx.Agents.Speaking;

/// <summary>A sentence on the playout's scale of samples.</summary>
internal sealed class SpokenSentence(string text, long start)
{
    // About 16 characters a second at 8 kHz: only for a sentence whose audio is not complete yet.
    private const int SamplesPerCharacter = 500;

    public string Text => text;

    public long Start => start;

    public long End { get; set; }

    public bool IsComplete { get; set; }

    public bool HasStarted { get; set; }

    /// <summary>Milliseconds since the start of the recording.</summary>
    public long StartMs { get; set; }

    /// <summary>The words that lie wholly before the played position.</summary>
    public string Heard(long played)
    {
        if (IsComplete && played >= End) return text;
        var total = IsComplete ? End - start : Math.Max(End - start, (long)text.Length * SamplesPerCharacter);
        var characters = total == 0 ? 0 : (int)((played - start) * text.Length / total);
        if (characters <= 0) return "";
        if (characters >= text.Length) return text;
        var end = char.IsWhiteSpace(text[characters]) ? characters : text.LastIndexOf(' ', characters);
        return end <= 0 ? "" : text[..end].TrimEnd();
    }
}
