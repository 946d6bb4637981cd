using SmartPbx.Domain.Events;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Knowledge;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Knowledge;

/// <summary>
/// <c>knowledge.created</c>, <c>knowledge.updated</c> → the search index. The event only says which item: the index gets what the store says now, so a
/// duplicate, late or overtaken event does no harm; after writing it looks again, in case another one overtook this. No inbox row: repeating is cheaper than
/// remembering. Retries: the common schedule.
/// </summary>
internal sealed class IndexKnowledge(IDocumentStore store, IKnowledgeIndex index) : IEventHandler
{
    private const int MaxRounds = 10;

    public HandlerDeclaration Declaration => HandlerCatalogue.IndexKnowledge;

    public async Task<HandlerResult> HandleAsync(CloudEvent cloudEvent, CancellationToken cancellationToken)
    {
        var (tenant, id) = (cloudEvent.TenantId, new KnowledgeItemId(cloudEvent.Subject));
        var item = await ReadAsync(tenant, id, cancellationToken);
        for (var round = 0; round < MaxRounds; round++)
        {
            if (item is { Status: KnowledgeStatus.Active }) await index.UpsertAsync(tenant, [item], cancellationToken);
            else await index.DeleteAsync(tenant, [id], cancellationToken);
            var now = await ReadAsync(tenant, id, cancellationToken);
            if (now?.Version == item?.Version) return new HandlerResult.Nothing(item is { Status: KnowledgeStatus.Active } ? "indexed" : "taken off the index");
            item = now;
        }
        return new HandlerResult.Failed("the item keeps changing");
    }

    private async Task<KnowledgeItem?> ReadAsync(TenantId tenant, KnowledgeItemId id, CancellationToken cancellationToken) =>
        (await store.FindItemAsync(tenant, id.Value, cancellationToken))?.Value;
}
