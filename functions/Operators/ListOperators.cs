using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Operators;

/// <summary><c>GET operators</c>: everyone of the tenant who may answer alerts, with status.</summary>
internal static class ListOperators
{
    public sealed record Answer(IReadOnlyList<OperatorView> Items);

    public static async Task<IResult> HandleAsync(SignedIn user, IDocumentStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        var users = await store.QueryAsync(user.Tenant,
            new DocumentQuery<User>(DirectoryDocuments.Users) { PartitionKey = DirectoryDocuments.Partition, Limit = DocumentQuery<User>.MaxLimit }, cancellationToken);
        var presences = await store.QueryAsync(user.Tenant, new DocumentQuery<OperatorPresence>(HitlDocuments.Presence)
        {
            PartitionKey = HitlDocuments.PresencePartition, Limit = DocumentQuery<OperatorPresence>.MaxLimit,
        }, cancellationToken);
        var byUser = presences.Items.ToDictionary(p => p.Value.UserId, p => p.Value);
        var now = clock.GetUtcNow();
        return JsonAnswer.Of(new Answer(
        [
            .. users.Items.Select(u => u.Value).Where(u => u.Active && Permission.Of(u.Role).Contains(Permission.HitlFeedback, StringComparer.Ordinal))
                .Select(u => OperatorView.Of(u.UserId, byUser.GetValueOrDefault(u.UserId), now, u.DisplayName, u.Extension)),
        ]));
    }
}
