using SmartPbx.Domain.Knowledge;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Knowledge;

/// <summary><c>GET knowledge</c>: with <c>query</c> a search (hits with scores), without it the items, last changed first.</summary>
internal static class ListKnowledge
{
    private const int DefaultTopK = 5;
    private const int MaxTopK = 50;

    public sealed record Hits(IReadOnlyList<KnowledgeHit> Items);

    public static Task<IResult> HandleAsync(SignedIn user, IDocumentStore store, IKnowledgeIndex index, CancellationToken cancellationToken, string? query = null,
        int? top_k = null, string? category = null, Choice<KnowledgeStatus>? status = null, string? language = null, string? cursor = null, int? limit = null)
    {
        if (!string.IsNullOrWhiteSpace(query))
            return SearchAsync(user, index, new KnowledgeQuery { Text = query, TopK = top_k ?? DefaultTopK, Category = category, Language = language }, cancellationToken);
        var where = new Dictionary<string, string>();
        if (category is not null) where["category"] = category;
        if (status is { } wanted) where["status"] = wanted.Indexed;
        var list = new DocumentQuery<KnowledgeItem>(KnowledgeDocuments.Items)
        {
            PartitionKey = KnowledgeDocuments.Partition, Where = where, OrderBy = "updated_at", Descending = true,
        };
        return PageAnswer.QueryAsync(store, user.Tenant, list, limit, cursor, cancellationToken);
    }

    private static async Task<IResult> SearchAsync(SignedIn user, IKnowledgeIndex index, KnowledgeQuery query, CancellationToken cancellationToken)
    {
        if (query.TopK is < 1 or > MaxTopK) return Problem.Invalid("top_k", $"1 to {MaxTopK}");
        if (query.Text.Length > KnowledgeItem.MaxQuestionCharacters) return Problem.Invalid("query", $"at most {KnowledgeItem.MaxQuestionCharacters} characters");
        return JsonAnswer.Of(new Hits(await index.SearchAsync(user.Tenant, query, cancellationToken)));
    }
}
