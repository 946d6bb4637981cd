using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Knowledge;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Agents.Tests.Kit;

/// <summary>Knows questions by their exact words, and scores everything else low.</summary>
internal sealed class FakeKnowledge(TimeProvider clock) : IKnowledgeIndex
{
    private readonly Dictionary<string, KnowledgeHit> _hits = new(StringComparer.OrdinalIgnoreCase);

    public readonly List<(TenantId Tenant, KnowledgeQuery Query)> Searches = [];

    public bool Throws { get; set; }

    public bool Hangs { get; set; }

    public void Knows(string question, string answer, double score = 0.9) =>
        _hits[question] = new KnowledgeHit(new KnowledgeItemId($"item-{_hits.Count + 1}"), question, answer, "other", "en-US", score);

    public async Task<IReadOnlyList<KnowledgeHit>> SearchAsync(TenantId tenant, KnowledgeQuery query, CancellationToken cancellationToken)
    {
        Searches.Add((tenant, query));
        if (Throws) throw new InvalidOperationException("index is broken");
        if (Hangs) await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellationToken);
        if (_hits.TryGetValue(query.Text, out var hit)) return [hit];
        return [.. _hits.Values.Take(1).Select(h => h with { Score = 0.1 })];
    }

    public Task UpsertAsync(TenantId tenant, IReadOnlyList<KnowledgeItem> items, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DeleteAsync(TenantId tenant, IReadOnlyList<KnowledgeItemId> ids, CancellationToken cancellationToken) => Task.CompletedTask;
}
