using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Supervision;

/// <summary>One supervisor who has heard a call, in its record: who, where, when, and in which modes.</summary>
public sealed record SupervisionRecord
{
    /// <summary>Changes of mode that a record keeps.</summary>
    public const int MaxChanges = 32;

    public required SupervisionId SupervisionId { get; init; }
    public required UserId By { get; init; }
    public required string Extension { get; init; }

    /// <summary>In order of time; the first one is when the supervisor joined.</summary>
    public IReadOnlyList<SupervisionChange> Changes { get; init; } = [];
    public DateTimeOffset? LeftAt { get; init; }

    /// <summary>With one change more, of a bounded number; the same change twice is one.</summary>
    public SupervisionRecord With(SupervisionChange change) => Changes.Contains(change) || Changes.Count >= MaxChanges ? this
        : this with { Changes = [.. Changes.Append(change).OrderBy(c => c.At)] };
}
