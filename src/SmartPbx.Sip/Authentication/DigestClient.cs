using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Authentication;

/// <summary>
/// The client side: a user and password, and the nonces that servers gave for them. One for all requests of a credential, so that
/// a nonce is used again with a rising count (RFC 3261 §22.2) instead of costing each request a challenge. Thread-safe.
/// </summary>
public sealed class DigestClient(string username, string password, SipTokens tokens)
{
    private const int ClientNonceBytes = 8;

    /// <summary>Realms remembered; beyond it all are forgotten, and asked for again.</summary>
    private const int MaxRealms = 16;

    private readonly Lock _gate = new();
    private readonly Dictionary<(bool IsProxy, string Realm), (DigestChallenge Challenge, uint Count)> _known = [];

    /// <summary>
    /// Answers every realm of a 401 or 407 in the next request (with a higher CSeq, set by the caller). <c>false</c> when no
    /// challenge is understood, or when the request has credentials for each of the realms already and they were refused for
    /// another reason than a stale nonce: the password is wrong.
    /// </summary>
    public bool TryAuthorize(SipRequest next, SipResponse challenge)
    {
        var wanted = RealmChallenge.Of(challenge);
        if (wanted.All(one => !one.Challenge.IsStale && HasRealm(next, one.Key)))
            return false;
        Learn(wanted);
        foreach (var one in wanted)
            Write(next, one.Key);
        return true;
    }

    /// <summary>Credentials by the nonces known so far, before anybody asks; <c>false</c> when none is known.</summary>
    public bool TryReuse(SipRequest request)
    {
        List<(bool, string)> keys;
        lock (_gate)
            keys = [.. _known.Keys];
        foreach (var key in keys)
            Write(request, key);
        return keys.Count > 0;
    }

    internal void Learn(IReadOnlyList<RealmChallenge> challenges)
    {
        lock (_gate)
        {
            if (_known.Count + challenges.Count > MaxRealms)
                _known.Clear();
            foreach (var one in challenges)
                if (!_known.TryGetValue(one.Key, out var known) || known.Challenge.Nonce != one.Challenge.Nonce)
                    _known[one.Key] = (one.Challenge, 0);
        }
    }

    /// <summary>Writes credentials for one realm, in place of those that the request has for it.</summary>
    internal void Write(SipRequest request, (bool IsProxy, string Realm) key)
    {
        if (Use(key) is not { } used)
            return;
        string name = RealmChallenge.CredentialsHeader(key.IsProxy);
        var others = request.Headers.All(name).Where(value => !IsOfRealm(value, key.Realm)).ToList();
        request.Headers.Remove(name);
        foreach (string other in others)
            request.Headers.Add(name, other);
        request.Headers.Add(name, Answer(used.Challenge, used.Count, request).ToString());
    }

    // Each request counts (RFC 7616 §3.4), so that the server can tell a replay.
    private (DigestChallenge Challenge, uint Count)? Use((bool, string) key)
    {
        lock (_gate)
        {
            if (!_known.TryGetValue(key, out var known))
                return null;
            return _known[key] = known with { Count = known.Count + 1 };
        }
    }

    private DigestCredentials Answer(DigestChallenge challenge, uint count, SipRequest request)
    {
        // "auth" where it is offered; the body hash of "auth-int" breaks on every element that touches the body.
        string? qop = challenge.Qop.Count == 0 ? null : challenge.Qop.Contains("auth") ? "auth" : "auth-int";
        var credentials = new DigestCredentials(username, challenge.Realm, challenge.Nonce, request.Uri.ToString(), "")
        {
            Algorithm = challenge.Algorithm,
            Opaque = challenge.Opaque,
            Qop = qop,
            NonceCount = qop is null ? 0 : count,
            ClientNonce = qop is null ? null : tokens.Hex(ClientNonceBytes),
        };
        string ha1 = DigestHash.Ha1(challenge.Algorithm, username, challenge.Realm, password);
        return credentials with { Response = DigestHash.Response(credentials, ha1, request.Method.Name, request.Body.Span) };
    }

    private static bool HasRealm(SipRequest request, (bool IsProxy, string Realm) key) =>
        request.Headers.All(RealmChallenge.CredentialsHeader(key.IsProxy)).Any(value => IsOfRealm(value, key.Realm));

    private static bool IsOfRealm(string value, string realm) =>
        DigestCredentials.TryParse(value, out var credentials) && credentials.Realm == realm;
}
