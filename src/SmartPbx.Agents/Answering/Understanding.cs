using SmartPbx.Domain.Knowledge;

namespace SmartPbx.Agents.Answering;

/// <summary>What the caller said, as far as it is known, and what retrieval makes of it.</summary>
/// <param name="Text">The text to show and to ask.</param>
/// <param name="Reliable">Words in it may be taken at their value (a wish for a person, a farewell).</param>
internal sealed record Understanding(string Text, IReadOnlyList<KnowledgeHit> Hits, double Confidence, bool Reliable);
