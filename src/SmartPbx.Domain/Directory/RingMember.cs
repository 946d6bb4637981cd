namespace SmartPbx.Domain.Directory;

/// <summary>One phone of a ring group.</summary>
/// <param name="Extension">Extension of the tenant.</param>
/// <param name="Seconds">How long it rings when its turn comes; null: as long as the number says. Counts only one after another.</param>
public sealed record RingMember(string Extension, double? Seconds = null);
