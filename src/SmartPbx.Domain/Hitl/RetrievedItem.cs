using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Hitl;

/// <summary>What retrieval offered for the question, as the operator sees it.</summary>
public sealed record RetrievedItem(KnowledgeItemId ItemId, string Question, string Answer, double Score);
