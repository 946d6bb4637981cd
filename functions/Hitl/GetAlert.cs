using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Hitl;

/// <summary><c>GET hitl/alerts/{id}</c>.</summary>
internal static class GetAlert
{
    public static async Task<IResult> HandleAsync(string id, SignedIn user, IDocumentStore store, CancellationToken cancellationToken) =>
        await store.FindAlertAsync(user.Tenant, id, cancellationToken) is { } found ? JsonAnswer.Of(found.Value) : Problem.NotFound("alert");
}
