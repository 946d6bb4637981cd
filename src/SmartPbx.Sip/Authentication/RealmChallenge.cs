using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Authentication;

/// <summary>One realm that wants credentials: of the far end (401, WWW-Authenticate) or of a proxy on the way (407, Proxy-Authenticate).</summary>
internal readonly record struct RealmChallenge(bool IsProxy, DigestChallenge Challenge)
{
    /// <summary>Realms read from one response; more are an attack.</summary>
    private const int MaxRealms = 8;

    public (bool IsProxy, string Realm) Key => (IsProxy, Challenge.Realm);

    /// <summary>The header that answers a challenge.</summary>
    public static string CredentialsHeader(bool isProxy) => isProxy ? "Proxy-Authorization" : "Authorization";

    /// <summary>
    /// The strongest challenge of each realm (RFC 8760 §2.4), of both headers whatever the status: a forking proxy puts the
    /// challenges of all branches into one response (RFC 3261 §22.3). Other schemes and unknown algorithms are passed over.
    /// </summary>
    public static IReadOnlyList<RealmChallenge> Of(SipResponse response)
    {
        var strongest = new List<RealmChallenge>();
        Read(response, isProxy: false, strongest);
        Read(response, isProxy: true, strongest);
        return strongest;
    }

    private static void Read(SipResponse response, bool isProxy, List<RealmChallenge> strongest)
    {
        foreach (string value in response.Headers.All(isProxy ? "Proxy-Authenticate" : "WWW-Authenticate"))
        {
            if (!DigestChallenge.TryParse(value, out var challenge) || !IsQopKnown(challenge))
                continue;
            int known = strongest.FindIndex(other => other.Key == (isProxy, challenge.Realm));
            if (known < 0 && strongest.Count < MaxRealms)
                strongest.Add(new RealmChallenge(isProxy, challenge));
            else if (known >= 0 && challenge.Algorithm > strongest[known].Challenge.Algorithm)
                strongest[known] = new RealmChallenge(isProxy, challenge);
        }
    }

    private static bool IsQopKnown(DigestChallenge challenge) =>
        challenge.Qop.Count == 0 || challenge.Qop.Contains("auth") || challenge.Qop.Contains("auth-int");
}
