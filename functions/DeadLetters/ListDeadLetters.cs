using SmartPbx.Domain.Events;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.DeadLetters;

/// <summary><c>GET dead-letters</c>: newest first.</summary>
internal static class ListDeadLetters
{
    public static Task<IResult> HandleAsync(SignedIn user, IDocumentStore store, CancellationToken cancellationToken, string? cursor = null, int? limit = null) =>
        PageAnswer.QueryAsync(store, user.Tenant,
            new DocumentQuery<DeadLetter>(DeadLetter.Kind) { PartitionKey = DeadLetter.Partition, OrderBy = "failed_at", Descending = true }, limit, cursor,
            cancellationToken);
}
