namespace SmartPbx.Embedded.Speech;

/// <summary>One word of a decode, in frames of 10 ms.</summary>
/// <param name="Posterior">Share of the lattice's weight that has the word at this place, 0–1.</param>
internal readonly record struct SphinxWord(string Text, int FirstFrame, int LastFrame, double Posterior)
{
    public const int FrameMs = 10;

    /// <summary>Silence and noises (<c>&lt;sil&gt;</c>, <c>[NOISE]</c>) and the sentence ends.</summary>
    public bool IsFiller => Text.Length == 0 || Text[0] is '<' or '[';
}
