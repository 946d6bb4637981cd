using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Events;

/// <summary>Payload of <c>call.started</c>: an INVITE resolved to a tenant.</summary>
public sealed record CallStarted(CallId CallId, EdgeId EdgeId, string Caller, string Callee, DateTimeOffset StartedAt);
