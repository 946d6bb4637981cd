using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Auth;

/// <summary><c>GET auth/me</c>: the signed-in user.</summary>
internal static class WhoAmI
{
    public static async Task<IResult> HandleAsync(SignedIn user, IDocumentStore store, CancellationToken cancellationToken)
    {
        var found = await store.GetAsync(new Partition(user.Tenant, DirectoryDocuments.Partition), DirectoryDocuments.Users, user.User.Value, cancellationToken);
        return found is null ? Problem.NotFound("user") : JsonAnswer.Of(UserView.Of(found.Value));
    }
}
