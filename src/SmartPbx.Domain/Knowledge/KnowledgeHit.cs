using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Knowledge;

/// <summary>A search result, best first.</summary>
/// <param name="Score">Calibrated 0–1: how likely the item answers the query. 0.6 is the line between answering and asking a person.</param>
public sealed record KnowledgeHit(KnowledgeItemId ItemId, string Question, string Answer, string Category, string Language, double Score);
