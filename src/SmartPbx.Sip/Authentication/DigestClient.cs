using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Authentication;

/// <summary>The client side: answers the challenge of a 401 or 407. Keeps the nonce count. One per credential; not thread-safe.</summary>
public sealed class DigestClient(string username, string password, SipTokens tokens)
{
    private const int ClientNonceBytes = 8;

    private string _nonce = "";
    private uint _nonceCount;

    /// <summary>
    /// Puts credentials for the strongest challenge understood into the next request (with a higher CSeq, set by the caller).
    /// <c>false</c> when there is none, or when the request has credentials for that realm already and they were refused for
    /// another reason than a stale nonce: the password is wrong.
    /// </summary>
    public bool TryAuthorize(SipRequest next, SipResponse challenge)
    {
        bool isProxy = challenge.Status == SipStatus.ProxyAuthenticationRequired;
        if (Strongest(challenge, isProxy ? "Proxy-Authenticate" : "WWW-Authenticate") is not { } best)
            return false;
        string name = isProxy ? "Proxy-Authorization" : "Authorization";
        if (!best.IsStale && HasRealm(next, name, best.Realm))
            return false;
        var others = next.Headers.All(name).Where(value => !IsOfRealm(value, best.Realm)).ToList();
        next.Headers.Remove(name);
        foreach (string other in others)
            next.Headers.Add(name, other);
        next.Headers.Add(name, Answer(best, next).ToString());
        return true;
    }

    private DigestCredentials Answer(DigestChallenge challenge, SipRequest request)
    {
        if (_nonce != challenge.Nonce)
            (_nonce, _nonceCount) = (challenge.Nonce, 0);
        // "auth" where it is offered; the body hash of "auth-int" breaks on every element that touches the body.
        string? qop = challenge.Qop.Count == 0 ? null : challenge.Qop.Contains("auth") ? "auth" : "auth-int";
        var credentials = new DigestCredentials(username, challenge.Realm, challenge.Nonce, request.Uri.ToString(), "")
        {
            Algorithm = challenge.Algorithm,
            Opaque = challenge.Opaque,
            Qop = qop,
            NonceCount = qop is null ? 0 : ++_nonceCount,
            ClientNonce = qop is null ? null : tokens.Hex(ClientNonceBytes),
        };
        string ha1 = DigestHash.Ha1(challenge.Algorithm, username, challenge.Realm, password);
        return credentials with { Response = DigestHash.Response(credentials, ha1, request.Method.Name, request.Body.Span) };
    }

    private static DigestChallenge? Strongest(SipResponse response, string name)
    {
        DigestChallenge? best = null;
        foreach (string value in response.Headers.All(name))
            if (DigestChallenge.TryParse(value, out var challenge) && IsQopKnown(challenge)
                && (best is null || challenge.Algorithm > best.Algorithm))
                best = challenge;
        return best;
    }

    private static bool IsQopKnown(DigestChallenge challenge) =>
        challenge.Qop.Count == 0 || challenge.Qop.Contains("auth") || challenge.Qop.Contains("auth-int");

    private static bool HasRealm(SipRequest request, string name, string realm) =>
        request.Headers.All(name).Any(value => IsOfRealm(value, realm));

    private static bool IsOfRealm(string value, string realm) =>
        DigestCredentials.TryParse(value, out var credentials) && credentials.Realm == realm;
}
