using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Events;

/// <summary>Payload of <c>hitl.resolved</c>: the alert came to its end.</summary>
public sealed record HitlResolved(AlertId AlertId, CallId CallId, AlertStatus Status, UserId? Operator, long WaitedMs);
