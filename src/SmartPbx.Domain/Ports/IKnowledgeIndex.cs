using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Knowledge;

namespace SmartPbx.Domain.Ports;

/// <summary>Hybrid search (keywords and vectors, fused) over active knowledge items. The tenant filter is applied here and cannot be left out.</summary>
public interface IKnowledgeIndex
{
    /// <summary>Adds or replaces items; searchable when the task completes (embedded) or within seconds (cloud).</summary>
    Task UpsertAsync(TenantId tenant, IReadOnlyList<KnowledgeItem> items, CancellationToken cancellationToken);

    /// <summary>Removes items; unknown ids are ignored.</summary>
    Task DeleteAsync(TenantId tenant, IReadOnlyList<KnowledgeItemId> ids, CancellationToken cancellationToken);

    /// <summary>Best first, at most <see cref="KnowledgeQuery.TopK"/>, scores calibrated to 0–1. A low score never hides an item.</summary>
    Task<IReadOnlyList<KnowledgeHit>> SearchAsync(TenantId tenant, KnowledgeQuery query, CancellationToken cancellationToken);
}
