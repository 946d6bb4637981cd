using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Events;

/// <summary>Payload of <c>ai.activated</c>: the voice agent took the call.</summary>
/// <param name="Reason"><c>no_answer</c>, <c>busy</c>, <c>unregistered</c>, <c>away</c> or <c>direct</c>.</param>
public sealed record AiActivated(CallId CallId, string Reason, DateTimeOffset ActivatedAt);
