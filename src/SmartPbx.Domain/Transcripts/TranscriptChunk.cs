namespace SmartPbx.Domain.Transcripts;

/// <summary>Payload of <c>transcript.chunk</c>: what was just said, while it is said.</summary>
public sealed record TranscriptChunk(Speaker Speaker, string Text, bool IsFinal, long StartMs, double Confidence);
