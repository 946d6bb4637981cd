using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Resolution;

/// <summary>
/// Sends requests to the candidates of a resolution, one after the other, until one takes it (RFC 3263 §4.3). Candidates that failed lately come
/// last. Thread-safe.
/// </summary>
public sealed class FailoverSender(SipStack stack, FailoverOptions options)
{
    private readonly DeadTargets _dead = new(options.TimeProvider, options.Penalty);

    /// <summary>Starts with the first candidate that is not known to be dead.</summary>
    /// <param name="candidates">At least one.</param>
    /// <param name="create">Makes the request for a flow: the same each time, but for the Contact, which names a listener of ours.</param>
    /// <param name="user">Gets the outcome of the candidate that took the request, or of the last.</param>
    public FailoverRequest Send(IReadOnlyList<SipFlow> candidates, Func<SipFlow, SipRequest> create, IClientTransactionUser user)
    {
        var ordered = candidates.OrderBy(_dead.Contains).ToList();
        var request = new FailoverRequest(stack, options, _dead, ordered, create, user);
        request.Start();
        return request;
    }
}
