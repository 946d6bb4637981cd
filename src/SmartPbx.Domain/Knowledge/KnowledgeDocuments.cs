using SmartPbx.Domain.Ports;

namespace SmartPbx.Domain.Knowledge;

/// <summary>How knowledge is stored: one partition a tenant; id is the item id.</summary>
public static class KnowledgeDocuments
{
    public const string Partition = "knowledge";

    public static readonly DocumentKind<KnowledgeItem> Items = new("knowledge_item",
        DocumentIndex.On<KnowledgeItem>("status", i => i.Status.ToString()), DocumentIndex.On<KnowledgeItem>("category", i => i.Category),
        DocumentIndex.On<KnowledgeItem>("updated_at", i => DocumentIndex.Time(i.UpdatedAt)));
}
