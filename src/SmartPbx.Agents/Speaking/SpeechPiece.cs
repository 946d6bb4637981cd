namespace SmartPbx.Agents.Speaking;

/// <summary>Audio of one sentence or of a part of it.</summary>
/// <param name="Sentence">The whole sentence.</param>
/// <param name="Pcm">May be empty in the last piece.</param>
/// <param name="IsLast">The sentence's audio is complete with this piece.</param>
internal readonly record struct SpeechPiece(string Sentence, ReadOnlyMemory<short> Pcm, bool IsLast);
