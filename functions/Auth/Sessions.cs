using System.Security.Cryptography;
using System.Text;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Auth;

/// <summary>Begins, continues and ends sign-in sessions.</summary>
internal sealed class Sessions(IDocumentStore store, IIdSource ids, TimeProvider clock, FunctionsOptions options)
{
    private TimeSpan Lifetime { get; } = TimeSpan.FromDays(options.SignIn.RefreshTokenDays);

    public async Task<RefreshToken> BeginAsync(TenantId tenant, UserId user, CancellationToken cancellationToken)
    {
        var token = RefreshToken.New(tenant, ids.NewId(), ids);
        var session = new SignInSession
        {
            SessionId = token.SessionId, TenantId = tenant, UserId = user, TokenHash = token.Hash(), ExpiresAt = clock.GetUtcNow() + Lifetime,
        };
        await store.CommitAsync(At(tenant), [DocumentOperation.Create(SignInSession.Kind, session.SessionId, session, Lifetime)], cancellationToken);
        return token;
    }

    /// <summary>Exchanges a refresh token for its successor; null when it is not in force. A replaced one ends the whole session.</summary>
    public async Task<(SignInSession Session, RefreshToken Next)?> ContinueAsync(RefreshToken token, CancellationToken cancellationToken)
    {
        if (await store.GetAsync(At(token.Tenant), SignInSession.Kind, token.SessionId, cancellationToken) is not { } stored) return null;
        var session = stored.Value;
        if (session.RevokedAt is not null || session.ExpiresAt <= clock.GetUtcNow()) return null;
        if (!SameHash(session.TokenHash, token.Hash()))
        {
            await EndAsync(token.Tenant, token.SessionId, cancellationToken);
            return null;
        }
        var next = RefreshToken.New(token.Tenant, token.SessionId, ids);
        var outcome = await store.ReplaceAsync(stored, SignInSession.Kind, session with { TokenHash = next.Hash() }, cancellationToken);
        return outcome == CommitOutcome.Committed ? (session, next) : null;
    }

    public async Task EndAsync(TenantId tenant, string sessionId, CancellationToken cancellationToken)
    {
        if (await store.GetAsync(At(tenant), SignInSession.Kind, sessionId, cancellationToken) is not { } stored) return;
        await store.UpsertAsync(stored.Partition, SignInSession.Kind, sessionId, stored.Value with { RevokedAt = clock.GetUtcNow() }, cancellationToken);
    }

    private static bool SameHash(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(left), Encoding.ASCII.GetBytes(right));

    private static Partition At(TenantId tenant) => new(tenant, SignInSession.Partition);
}
