using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Events;

/// <summary>Payload of <c>knowledge.extracted</c>: what a call taught.</summary>
/// <param name="Created">Items that became active at once.</param>
/// <param name="Review">Items that wait for a person.</param>
public sealed record KnowledgeExtracted(CallId CallId, IReadOnlyList<KnowledgeItemId> Created, IReadOnlyList<KnowledgeItemId> Review);
