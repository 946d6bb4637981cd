namespace SmartPbx.Domain.Events;

/// <summary>Payload of <c>outbound.blocked</c>: the toll-fraud guard stopped a tenant's calls to the outside.</summary>
/// <param name="Reason"><c>calls_per_minute</c>, <c>concurrent</c> or <c>destination</c>.</param>
/// <param name="Extension">The phone whose call was the one too many.</param>
/// <param name="Number">The number it dialled, normalised.</param>
/// <param name="Until">When calls go out again; null: only this call was refused.</param>
public sealed record OutboundBlocked(string Reason, string Extension, string Number, int Limit, DateTimeOffset? Until);
