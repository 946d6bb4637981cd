namespace SmartPbx.Agents.Turns;

/// <summary>
/// What a voice over the agent's speech is, while playout is paused: decided from how long it lasts and what it says, within a second, as an exact
/// function of its inputs.
/// </summary>
internal static class Interruption
{
    /// <summary>Voice that goes on this long wants the turn.</summary>
    public const int ConfirmVoiceMs = 700;

    /// <summary>Silence that ends a short voice.</summary>
    public const int OverAfterMs = 240;

    /// <summary>Playout resumes at the latest now (the limit is a second; the rest is for the tick and the wire).</summary>
    public const int ResumeByMs = 880;

    private const int ConfirmWords = 2;
    private const int QuietMs = 60;
    private const double OneWordConfidence = 0.5;

    public enum Verdict
    {
        Wait,

        /// <summary>The voice is over: ask for its final text.</summary>
        AskText,

        Confirm,
        Dismiss,
    }

    /// <summary>Judges while the voice lasts or its text is awaited.</summary>
    /// <param name="sincePauseMs">Since playout stopped.</param>
    /// <param name="voiceMs">Voice so far, that of the gate included.</param>
    /// <param name="silenceMs">Silence since.</param>
    /// <param name="interim">Recognised so far.</param>
    /// <param name="played">What the agent was saying.</param>
    /// <param name="textAsked">The final text is already asked for.</param>
    public static Verdict Judge(int sincePauseMs, int voiceMs, int silenceMs, string interim, string played, bool textAsked)
    {
        var echo = Echo.IsIn(interim, played);
        var listens = interim.Length > 0 && BackChannels.IsOnly(interim);
        if (!textAsked && !echo && BackChannels.RealWords(interim) >= ConfirmWords) return Verdict.Confirm;
        if (!textAsked && silenceMs >= OverAfterMs) return Verdict.AskText;
        if (!textAsked && voiceMs >= ConfirmVoiceMs && silenceMs <= QuietMs && !echo && !listens) return Verdict.Confirm;
        return sincePauseMs >= ResumeByMs ? Verdict.Dismiss : Verdict.Wait;
    }

    /// <summary>Whether the final text of a short voice takes the turn.</summary>
    public static bool TakesTurn(string text, double confidence, string played)
    {
        var real = BackChannels.RealWords(text);
        if (real == 0 || Echo.IsIn(text, played)) return false;
        return real >= ConfirmWords || BackChannels.HasInterrupter(text) || confidence >= OneWordConfidence;
    }
}
