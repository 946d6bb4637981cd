namespace SmartPbx.Domain.Speech;

/// <summary>What a recogniser understood of one utterance.</summary>
/// <param name="Text">Lower-case words for the local engine, punctuated text for cloud engines; empty when nothing was understood.</param>
/// <param name="Confidence">0–1: how sure the engine is that these words were spoken. Low when the words do not fit its language model.</param>
/// <param name="Words">With times relative to the start of the utterance; may be empty.</param>
public sealed record Recognition(string Text, double Confidence, IReadOnlyList<RecognizedWord> Words)
{
    public static Recognition Nothing { get; } = new("", 0, []);
}
