using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Events;

/// <summary>Payload of <c>agent.query_processed</c> and, below the threshold, of <c>agent.low_confidence</c>: one caller question and what the agent made of it.</summary>
/// <param name="Decision"><c>answered</c>, <c>hitl</c>, <c>fallback</c>, <c>person</c> or <c>repeat</c>.</param>
public sealed record QueryProcessed(CallId CallId, string Question, string? Answer, string Decision, double Confidence,
    IReadOnlyList<RetrievedItem> Retrieved, long LatencyMs);
