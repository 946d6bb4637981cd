using SmartPbx.Domain.Events;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Knowledge;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Knowledge;

/// <summary>The ways to store an item: always with the event that makes the index follow.</summary>
internal static class KnowledgeBase
{
    public static Partition At(TenantId tenant) => new(tenant, KnowledgeDocuments.Partition);

    public static Task<Stored<KnowledgeItem>?> FindItemAsync(this IDocumentStore store, TenantId tenant, string id, CancellationToken cancellationToken) =>
        KnowledgeItemId.TryParse(id, out var itemId)
            ? store.GetAsync(At(tenant), KnowledgeDocuments.Items, itemId.Value, cancellationToken) : Task.FromResult<Stored<KnowledgeItem>?>(null);

    public static DocumentOperation[] Create(KnowledgeItem item, string eventId) =>
        [DocumentOperation.Create(KnowledgeDocuments.Items, item.ItemId.Value, item), Publish(EventCatalogue.KnowledgeCreated, item, eventId)];

    public static DocumentOperation[] Replace(KnowledgeItem item, ETag etag, string eventId) =>
        [DocumentOperation.Replace(KnowledgeDocuments.Items, item.ItemId.Value, item, etag), Publish(EventCatalogue.KnowledgeUpdated, item, eventId)];

    /// <summary>Removes the item; the event tells of it as rejected, which is how the index sees it.</summary>
    public static DocumentOperation[] Delete(KnowledgeItem item, ETag etag, string eventId) =>
    [
        DocumentOperation.Delete(KnowledgeDocuments.Items, item.ItemId.Value, etag),
        Publish(EventCatalogue.KnowledgeUpdated, item with { Status = KnowledgeStatus.Rejected }, eventId),
    ];

    private static DocumentOperation Publish(EventType<KnowledgeItem> type, KnowledgeItem item, string eventId) =>
        DocumentOperation.Publish(CloudEvent.Create(type, eventId, EventSource.Functions, item.TenantId, item.ItemId.Value, item.UpdatedAt, item, item.Version));
}
