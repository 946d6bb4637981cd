using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Calls;

/// <summary><c>GET calls/{id}</c>: the call record, with the CDR once the call has ended.</summary>
internal static class GetCall
{
    public static async Task<IResult> HandleAsync(string id, SignedIn user, IDocumentStore store, CancellationToken cancellationToken) =>
        await store.FindCallAsync(user.Tenant, id, cancellationToken) is { } found ? JsonAnswer.Of(found.Value) : Problem.NotFound("call");
}
