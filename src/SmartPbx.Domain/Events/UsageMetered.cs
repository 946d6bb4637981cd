using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Usage;

namespace SmartPbx.Domain.Events;

/// <summary>Payload of <c>usage.metered</c>: the rows of one call and what they cost.</summary>
public sealed record UsageMetered(CallId CallId, IReadOnlyList<UsageRow> Rows, long CostMicros, string Currency);
