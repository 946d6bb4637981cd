using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Events;

/// <summary>Payload of <c>call.answered</c>: leg A got its 200.</summary>
public sealed record CallAnswered(CallId CallId, CallSegmentKind AnsweredBy, DateTimeOffset AnsweredAt);
