using Microsoft.AspNetCore.Identity;
using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Functions.Auth;

/// <summary>Finds the user whose password this is. Takes as long for a user that does not exist, so that the time tells nothing.</summary>
internal sealed class PasswordCheck(IDocumentStore store, IPasswordHasher<User> hasher)
{
    public const int MaxPasswordCharacters = 256;

    private readonly Lazy<string> _decoy = new(() => hasher.HashPassword(null!, "no one's password"));

    public async Task<User?> FindAsync(string tenant, string user, string password, CancellationToken cancellationToken)
    {
        var found = TenantId.TryParse(tenant, out var tenantId) && UserId.TryParse(user, out var userId)
            ? (await store.GetAsync(new Partition(tenantId, DirectoryDocuments.Partition), DirectoryDocuments.Users, userId.Value, cancellationToken))?.Value
            : null;
        var verified = hasher.VerifyHashedPassword(found!, found?.PasswordHash ?? _decoy.Value, password) != PasswordVerificationResult.Failed;
        return verified && found is { Active: true } ? found : null;
    }
}
