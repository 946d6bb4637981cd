using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.Sip.Authentication;

/// <summary>
/// A request that answers its challenges (RFC 3261 §8.1.3.5, §22): each 401 or 407 is followed by the same request with credentials,
/// the next CSeq and a branch of its own, without the user hearing of it. Every realm on the way gets one try, and another for
/// each stale nonce; whatever comes then is the answer. To the user all tries are one transaction, the first.
/// </summary>
internal sealed class AuthenticatedRequest(DigestClient credentials, IClientTransactionUser user, Func<SipRequest, ClientTransaction> resend)
    : IClientTransactionUser
{
    /// <summary>Requests sent for one: a chain of proxies has a realm each, and nonces may be stale; no honest path needs more.</summary>
    public const int MaxTries = 6;

    private readonly HashSet<(bool IsProxy, string Realm)> _answered = [];
    private int _tries = 1;

    /// <summary>What the user holds; set once, before anything is sent.</summary>
    public ClientTransaction First { get; set; } = null!;

    public void OnProvisional(ClientTransaction transaction, SipResponse response) => user.OnProvisional(First, response);

    public void OnFinal(ClientTransaction transaction, SipResponse response)
    {
        if (Next(transaction, response) is not { } next)
            user.OnFinal(First, response);
        else
            First.Successor = resend(next);
    }

    public void OnTimeout(ClientTransaction transaction) => user.OnTimeout(First);

    public void OnTransportError(ClientTransaction transaction) => user.OnTransportError(First);

    private SipRequest? Next(ClientTransaction transaction, SipResponse response)
    {
        bool isChallenge = response.Status is SipStatus.Unauthorized or SipStatus.ProxyAuthenticationRequired;
        if (!isChallenge || transaction.IsCancelWanted || _tries >= MaxTries)
            return null;
        var wanted = RealmChallenge.Of(response);
        // A second challenge of a realm, not stale: the credentials are wrong there, and trying again would only lock the account.
        if (wanted.All(one => _answered.Contains(one.Key) && !one.Challenge.IsStale))
            return null;
        _tries++;
        credentials.Learn(wanted);
        foreach (var one in wanted)
            _answered.Add(one.Key);
        return Repeat(transaction.Request);
    }

    // §22.2: same Call-ID, To and From tag, and a CSeq one higher; in a dialog its next one, as others may be on their way.
    private SipRequest Repeat(SipRequest request)
    {
        var next = request.Copy();
        next.CSeq = new CSeq(request.NextNumber?.Invoke() ?? request.CSeq.Number + 1, request.Method);
        next.Headers.RemoveAll(SipHeaderId.Authorization);
        next.Headers.RemoveAll(SipHeaderId.ProxyAuthorization);
        foreach (var key in _answered)
            credentials.Write(next, key);
        return next;
    }
}
