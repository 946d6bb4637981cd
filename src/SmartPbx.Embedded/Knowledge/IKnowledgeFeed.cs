using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Knowledge;

namespace SmartPbx.Embedded.Knowledge;

/// <summary>
/// What the local recogniser follows of the knowledge index: its language model is built from the indexed items, so that a question learned a moment ago
/// is understood in the next call.
/// </summary>
public interface IKnowledgeFeed
{
    /// <summary>Raised after every change, on the writer's thread; handlers only take note.</summary>
    event Action<TenantId>? Changed;

    /// <summary>Grows with every change of the tenant's items; 0 before the first.</summary>
    long VersionOf(TenantId tenant);

    /// <summary>All indexed items of the tenant.</summary>
    IReadOnlyList<KnowledgeItem> ItemsOf(TenantId tenant);
}
