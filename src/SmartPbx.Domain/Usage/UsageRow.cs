using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Usage;

/// <summary>One metered quantity of one call.</summary>
/// <param name="Quantity">In the meter's own unit: milliseconds, characters or bytes.</param>
/// <param name="CostMicros">Micro-units of the currency, by the price book version.</param>
public sealed record UsageRow(TenantId TenantId, CallId CallId, Meter Meter, long Quantity, long CostMicros, string Currency, int PriceBookVersion,
    DateTimeOffset At);
