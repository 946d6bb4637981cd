using System.Security.Cryptography;
using System.Text;
using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Auth;

/// <summary>
/// Slows the guessing of passwords down: an attempt is counted before the password is looked at, on the user and on the address, so that parallel guesses
/// cannot outrun the count. A right password clears the user's count, never the address's.
/// </summary>
internal sealed class LockOut(IDocumentStore store, TimeProvider clock, FunctionsOptions options)
{
    private const int MaxConflicts = 10;
    private const int IdBytes = 16;

    private TimeSpan Window { get; } = TimeSpan.FromMinutes(options.SignIn.LockOutMinutes);

    /// <summary>Counts an attempt; how long to wait when there were too many, else null.</summary>
    public async Task<TimeSpan?> CountAsync(string tenant, string user, string address, CancellationToken cancellationToken)
    {
        var byAddress = await CountAsync(AddressKey(address), options.SignIn.FailuresPerAddress, cancellationToken);
        return byAddress ?? await CountAsync(UserKey(tenant, user), options.SignIn.FailuresPerUser, cancellationToken);
    }

    /// <summary>The password was right: the user's count is cleared and this attempt is taken off the address.</summary>
    public async Task ForgiveAsync(string tenant, string user, string address, CancellationToken cancellationToken)
    {
        var userKey = UserKey(tenant, user);
        await store.CommitAsync(At(userKey), [DocumentOperation.Delete(SignInGuard.Kind, userKey)], cancellationToken);
        var addressKey = AddressKey(address);
        if (await store.GetAsync(At(addressKey), SignInGuard.Kind, addressKey, cancellationToken) is { } stored)
            await store.ReplaceAsync(stored, SignInGuard.Kind, stored.Value with { Attempts = Math.Max(0, stored.Value.Attempts - 1) }, cancellationToken);
    }

    private async Task<TimeSpan?> CountAsync(string key, int limit, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < MaxConflicts; conflicts++)
        {
            var now = clock.GetUtcNow();
            var stored = await store.GetAsync(At(key), SignInGuard.Kind, key, cancellationToken);
            var guard = stored is { Value: var old } && now - old.Since < Window ? old : new SignInGuard(0, now);
            if (guard.Attempts >= limit) return guard.Since + Window - now;
            var counted = guard with { Attempts = guard.Attempts + 1, Since = guard.Attempts + 1 == limit ? now : guard.Since };
            var outcome = await store.CommitAsync(At(key), [stored is null
                ? DocumentOperation.Create(SignInGuard.Kind, key, counted, Window)
                : DocumentOperation.Replace(SignInGuard.Kind, key, counted, stored.ETag, Window)], cancellationToken);
            if (outcome == CommitOutcome.Committed) return null;
        }
        return TimeSpan.FromSeconds(1); // so many at once is guessing, too
    }

    private static string UserKey(string tenant, string user) => Key('u', $"{tenant}\n{user}");

    private static string AddressKey(string address) => Key('a', address);

    private static string Key(char kind, string text) =>
        $"sign-in-{kind}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, IdBytes))}";

    private static Partition At(string key) => new(PlatformTenant.Id, key);
}
