namespace SmartPbx.Domain.Ports;

/// <summary>A query of one kind within one tenant, by declared indexes only.</summary>
public sealed record DocumentQuery<T>(DocumentKind<T> Kind)
{
    public const int MaxLimit = 500;

    /// <summary>Stay in one partition; null: the whole tenant.</summary>
    public string? PartitionKey { get; init; }
    /// <summary>Index name → value that it must have.</summary>
    public IReadOnlyDictionary<string, string> Where { get; init; } = new Dictionary<string, string>();
    /// <summary>Index to order by; null: by id.</summary>
    public string? OrderBy { get; init; }
    public bool Descending { get; init; }
    /// <summary>Inclusive lower bound on <see cref="OrderBy"/>.</summary>
    public string? From { get; init; }
    /// <summary>Exclusive upper bound on <see cref="OrderBy"/>.</summary>
    public string? To { get; init; }
    public int Limit { get; init; } = 100;
    /// <summary>From the previous page; null: the first.</summary>
    public string? PageToken { get; init; }
}
