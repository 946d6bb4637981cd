using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Domain.Events;

/// <summary>An event that a handler could not apply within its retry budget; kept in the tenant's store, listed and replayed by the API.</summary>
public sealed record DeadLetter
{
    /// <summary>Partition of dead letters; id is <see cref="DeadLetterId"/>.</summary>
    public const string Partition = "dead-letters";
    public static readonly DocumentKind<DeadLetter> Kind = new("dead_letter", DocumentIndex.On<DeadLetter>("failed_at", d => DocumentIndex.Time(d.FailedAt)));

    public required string DeadLetterId { get; init; }
    public required TenantId TenantId { get; init; }
    public required string Handler { get; init; }
    public required int Attempts { get; init; }
    /// <summary>Type and message of the last failure; never a secret.</summary>
    public required string Error { get; init; }
    public required DateTimeOffset FailedAt { get; init; }
    public required CloudEvent Event { get; init; }
}
