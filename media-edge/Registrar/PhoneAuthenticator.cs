using SmartPbx.Domain.Directory;
using SmartPbx.MediaEdge.Admission;
using SmartPbx.MediaEdge.Directory;
using SmartPbx.Sip.Authentication;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Registrar;

/// <summary>
/// Digest of phones (RFC 3261 §22, RFC 8760): the realm is the tenant's SIP domain, the directory holds HA1 hashes only. A request without
/// credentials or with a stale nonce is challenged; a wrong password is refused, and held against the address when the nonce is one that we sent there.
/// </summary>
public sealed class PhoneAuthenticator(DirectoryService directory, ScannerGuard scanners, DigestVerifierOptions options)
{
    private readonly DigestVerifier _verifier = new(options, (user, realm, algorithm) => Ha1(directory.Current, user, realm, algorithm));

    /// <summary>The tenant whose phones the request speaks of: by the domain of From (for REGISTER the same as To), else of the request URI.</summary>
    public TenantDirectory? TenantOf(SipRequest request) =>
        directory.Current.TenantOfDomain(request.From.Uri.Host) ?? directory.Current.TenantOfDomain(request.Uri.Host);

    /// <summary>The phone, or null: then the request is answered (challenge 401/407 or 403).</summary>
    public PhoneIdentity? Authenticate(ServerTransaction transaction, TenantDirectory tenant)
    {
        var request = transaction.Request;
        var realm = tenant.Tenant.SipDomain;
        var result = Verify(transaction, realm, out var user);
        if (result == DigestResult.Ok && tenant.Extensions.TryGetValue(user, out var extension))
        {
            if (IsOwnName(request, user)) return new PhoneIdentity(tenant, extension);
            scanners.Failed(transaction.Flow);
            transaction.Respond(SipStatus.Forbidden); // a right password for somebody else's name
            return null;
        }
        if ((IsFailure(result) && IsThere(transaction, realm)) || result == DigestResult.Ok) transaction.Respond(SipStatus.Forbidden);
        else Challenge(transaction, realm, result == DigestResult.Stale);
        return null;
    }

    /// <summary>The carrier that signs in with these credentials, or null: then the request is answered (challenge 401 or 403).</summary>
    public Trunk? AuthenticateTrunk(ServerTransaction transaction, TenantDirectory tenant, Trunk? expected)
    {
        var result = Verify(transaction, tenant.Tenant.SipDomain, out var user);
        if (result == DigestResult.Ok && SignedInAs(tenant, user) is { } trunk && (expected is null || expected.Name == trunk.Name)) return trunk;
        var wasNeverAsked = IsFailure(result) && !IsThere(transaction, tenant.Tenant.SipDomain);
        if (wasNeverAsked || result is DigestResult.Malformed or DigestResult.Stale or DigestResult.Replayed) Challenge(transaction, tenant.Tenant.SipDomain, result == DigestResult.Stale);
        else transaction.Respond(SipStatus.Forbidden);
        return null;
    }

    /// <summary>Whether the request claims to be of a carrier of this tenant that signs in; nothing is proven yet.</summary>
    public static bool IsOfTrunk(SipRequest request, TenantDirectory tenant) => request.Headers["Authorization"] is { } text
        && DigestCredentials.TryParse(text, out var credentials) && SignedInAs(tenant, credentials.Username) is not null;

    /// <summary>Whether the request carries credentials at all.</summary>
    public static bool HasCredentials(SipRequest request) => request.Headers.Has("Authorization") || request.Headers.Has("Proxy-Authorization");

    private DigestResult Verify(ServerTransaction transaction, string realm, out string user)
    {
        var result = _verifier.Verify(transaction.Request, realm, out user);
        if (IsFailure(result) && IsThere(transaction, realm)) scanners.Failed(transaction.Flow);
        else if (result == DigestResult.Ok) scanners.Succeeded(transaction.Flow);
        return result;
    }

    private static bool IsFailure(DigestResult result) => result is DigestResult.WrongPassword or DigestResult.UnknownUser;

    // A datagram may come from anywhere and name any source. Only who shows our nonce, or has a connection, is held to what it says.
    private bool IsThere(ServerTransaction transaction, string realm) =>
        transaction.Flow.Kind != SipTransportKind.Udp || _verifier.ProvesAddress(transaction.Request, realm, transaction.Flow.Remote.Address);

    private void Challenge(ServerTransaction transaction, string realm, bool stale)
    {
        // A registrar and a UAS challenge with 401, a proxy with 407 (RFC 3261 §22.2, §22.3); we are never the latter.
        var response = transaction.CreateResponse(SipStatus.Unauthorized);
        _verifier.Challenge(response, realm, stale, NameOf(transaction.Request), transaction.Flow.Remote.Address);
        transaction.Respond(response);
    }

    private static bool IsOwnName(SipRequest request, string user) => NameOf(request) == user;

    private static string? NameOf(SipRequest request) => (request.Method == SipMethod.Register ? request.To : request.From).Uri.User;

    private static string? Ha1(DirectorySnapshot snapshot, string user, string realm, DigestAlgorithm algorithm)
    {
        if (snapshot.TenantOfDomain(realm) is not { } tenant) return null;
        var (sha256, md5) = tenant.Extensions.TryGetValue(user, out var extension) ? (extension.Ha1Sha256, extension.Ha1Md5)
            : SignedInAs(tenant, user)?.SignIn is { } trunk ? (trunk.Ha1Sha256, trunk.Ha1Md5) : (null, null);
        var hash = algorithm == DigestAlgorithm.Sha256 ? sha256 : md5;
        return string.IsNullOrEmpty(hash) ? null : hash;
    }

    // A trunk's user that is also an extension is the extension: nobody becomes a carrier by a phone's password.
    private static Trunk? SignedInAs(TenantDirectory tenant, string user) =>
        tenant.Extensions.ContainsKey(user) ? null : tenant.Trunks.Values.FirstOrDefault(t => t.Active && t.SignIn?.Username == user);
}
