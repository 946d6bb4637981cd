using System.Net;
using System.Security.Cryptography;
using System.Text;
using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Authentication;

/// <summary>
/// The server side of digest authentication. Nonces are stateless (time, salt, HMAC), so any process with the key can check
/// them; only the nonce counts in use are remembered, in a bounded window. Thread-safe.
/// </summary>
/// <remarks>
/// The digest-uri is hashed as the client gave it and not compared with the Request-URI, which proxies rewrite (RFC 3261 §22.4);
/// the nonce count is what stops a replay. Credentials without qop are refused as malformed: they could be replayed.
/// </remarks>
public sealed class DigestVerifier(DigestVerifierOptions options, Ha1Lookup lookup)
{
    private const int MinKeyBytes = 32;

    private readonly NonceCountWindow _window = new(options.MaxTrackedNonces);
    private readonly byte[] _key = options.NonceKey.Length >= MinKeyBytes
        ? options.NonceKey
        : throw new ArgumentException($"the nonce key has less than {MinKeyBytes} bytes", nameof(options));

    /// <summary>Whether the request carries digest credentials for this realm at all.</summary>
    public static bool HasCredentials(SipRequest request, string realm) => Find(request, realm) is not null;

    /// <summary>One challenge per algorithm in the order of preference (RFC 8760 §2.4): a WWW-Authenticate each.</summary>
    /// <param name="realm">Whose password is asked for.</param>
    /// <param name="isStale">Whether the credentials were right, but for the nonce.</param>
    /// <param name="username">
    /// Who is expected to answer; <c>null</c>: unknown. Nobody is asked for a hash that we could not check: some clients give up on a challenge that
    /// they do not understand, even beside one that they do. Whom nobody knows is asked for all.
    /// </param>
    /// <param name="address">Where the challenge goes, so that its answer proves that somebody receives there (<see cref="ProvesAddress"/>).</param>
    public IReadOnlyList<DigestChallenge> CreateChallenges(string realm, bool isStale = false, string? username = null, IPAddress? address = null)
    {
        string nonce = DigestNonce.Create(_key, realm, address, options.TimeProvider.GetUtcNow(), options.Tokens);
        var known = username is null ? [] : options.Algorithms.Where(algorithm => lookup(username, realm, algorithm) is not null).ToList();
        return [.. (known.Count > 0 ? known : options.Algorithms).Select(algorithm => new DigestChallenge(realm, nonce, algorithm) { IsStale = isStale })];
    }

    /// <summary>Adds the challenges to a 401 (WWW-Authenticate) or 407 (Proxy-Authenticate).</summary>
    /// <inheritdoc cref="CreateChallenges"/>
    public void Challenge(SipResponse response, string realm, bool isStale = false, string? username = null, IPAddress? address = null)
    {
        string name = response.Status == SipStatus.ProxyAuthenticationRequired ? "Proxy-Authenticate" : "WWW-Authenticate";
        foreach (var challenge in CreateChallenges(realm, isStale, username, address))
            response.Headers.Add(name, challenge.ToString());
    }

    /// <summary>
    /// Checks the credentials a request carries for this realm; <see cref="DigestResult.Malformed"/> with no credentials at all
    /// too, then <paramref name="username"/> is empty. Each nonce count passes once: check a request once.
    /// </summary>
    public DigestResult Verify(SipRequest request, string realm, out string username)
    {
        username = "";
        if (Find(request, realm) is not { } credentials)
            return DigestResult.Malformed;
        username = credentials.Username;
        if (credentials.Qop is not ("auth" or "auth-int") || !options.Algorithms.Contains(credentials.Algorithm))
            return DigestResult.Malformed;
        if (lookup(credentials.Username, realm, credentials.Algorithm) is not { } ha1)
            return DigestResult.UnknownUser;
        string expected = DigestHash.Response(credentials, ha1, request.Method.Name, request.Body.Span);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(credentials.Response)))
            return DigestResult.WrongPassword;
        // Only now is the sender known to have the password, so only now may it take room in the window.
        var oldest = options.TimeProvider.GetUtcNow() - options.NonceLifetime;
        if (!DigestNonce.TryRead(_key, realm, credentials.Nonce, out var created) || created < oldest)
            return DigestResult.Stale;
        return _window.Use(credentials.Nonce, created, credentials.NonceCount, oldest);
    }

    /// <summary>
    /// Whether the credentials show a fresh nonce that was given to this very address: then the sender receives there what is sent there, and is no forger
    /// of source addresses. Says nothing about the password.
    /// </summary>
    public bool ProvesAddress(SipRequest request, string realm, IPAddress address) => Find(request, realm) is { } credentials
        && DigestNonce.WasGivenTo(_key, realm, credentials.Nonce, address, out var created) && created >= options.TimeProvider.GetUtcNow() - options.NonceLifetime;

    private static DigestCredentials? Find(SipRequest request, string realm)
    {
        foreach (string name in (ReadOnlySpan<string>)["Authorization", "Proxy-Authorization"])
            foreach (string value in request.Headers.All(name))
                if (DigestCredentials.TryParse(value, out var credentials) && credentials.Realm == realm)
                    return credentials;
        return null;
    }
}
