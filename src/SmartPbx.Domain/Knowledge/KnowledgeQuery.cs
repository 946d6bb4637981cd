namespace SmartPbx.Domain.Knowledge;

/// <summary>A search of the knowledge index; the tenant is a separate, obligatory argument of the port.</summary>
public sealed record KnowledgeQuery
{
    public required string Text { get; init; }
    public int TopK { get; init; } = 5;
    /// <summary>BCP 47; null: any language.</summary>
    public string? Language { get; init; }
    public string? Category { get; init; }
    /// <summary>Callee whose own items count beside the tenant's common ones; null: common ones only.</summary>
    public string? Owner { get; init; }
}
