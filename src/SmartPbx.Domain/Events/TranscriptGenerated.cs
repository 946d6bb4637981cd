using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Events;

/// <summary>Payload of <c>transcript.generated</c>; the text itself is in the store.</summary>
public sealed record TranscriptGenerated(CallId CallId, string Language, int Turns, int WordCount, double Quality, bool AiConversation);
