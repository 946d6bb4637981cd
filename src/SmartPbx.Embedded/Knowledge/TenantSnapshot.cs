using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Knowledge;

namespace SmartPbx.Embedded.Knowledge;

/// <summary>A tenant's items in memory at one version of the index, with how rare each term is among them.</summary>
internal sealed class TenantSnapshot
{
    private readonly Dictionary<KnowledgeItemId, IndexedItem> _items;
    private readonly Dictionary<string, int> _itemsWithTerm = new(StringComparer.Ordinal);

    public TenantSnapshot(long version, IEnumerable<KnowledgeItem> items)
    {
        Version = version;
        _items = items.ToDictionary(i => i.ItemId, IndexedItem.Of);
        foreach (var term in _items.Values.SelectMany(i => i.QuestionTerms))
            _itemsWithTerm[term] = _itemsWithTerm.GetValueOrDefault(term) + 1;
    }

    public long Version { get; }

    public IEnumerable<IndexedItem> Items => _items.Values;

    public IndexedItem? Find(KnowledgeItemId id) => _items.GetValueOrDefault(id);

    /// <summary>0–1: 1 for a term that no or one item has, falling with the share of items that have it.</summary>
    public double Rarity(string term)
    {
        var number = Math.Max(2, _items.Count);
        var having = Math.Max(1, _itemsWithTerm.GetValueOrDefault(term));
        return Math.Log(1 + (double)number / having) / Math.Log(1 + number);
    }
}
