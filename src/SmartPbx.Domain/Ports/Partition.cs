using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Ports;

/// <summary>The unit of atomic commit: (tenant, call or entity). In Cosmos DB a hierarchical partition key.</summary>
/// <param name="Tenant">Owner.</param>
/// <param name="Key">A call id or an entity name; an id by <see cref="IdText"/>.</param>
public readonly record struct Partition(TenantId Tenant, string Key);
