namespace SmartPbx.Domain.Speech;

/// <summary>One word and where it stands.</summary>
public sealed record RecognizedWord(string Text, int StartMs, int EndMs, double Confidence);
