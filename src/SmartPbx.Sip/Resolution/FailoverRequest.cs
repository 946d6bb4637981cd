using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Resolution;

/// <summary>
/// One request on its way over its candidates. The next one is tried, with a new branch, after a transport error, a 503 or no answer at all (RFC
/// 3263 §4.3); any other answer is the outcome. Thread-safe.
/// </summary>
public sealed class FailoverRequest
{
    private readonly SipStack _stack;
    private readonly FailoverOptions _options;
    private readonly DeadTargets _dead;
    private readonly IReadOnlyList<SipFlow> _candidates;
    private readonly Func<SipFlow, SipRequest> _create;
    private readonly IClientTransactionUser _user;
    private readonly Lock _gate = new();
    private FailoverAttempt? _current;
    private int _next;
    private bool _isCancelled;

    internal FailoverRequest(SipStack stack, FailoverOptions options, DeadTargets dead, IReadOnlyList<SipFlow> candidates, Func<SipFlow, SipRequest> create,
        IClientTransactionUser user)
    {
        if (candidates.Count == 0)
            throw new ArgumentException("nobody to send to", nameof(candidates));
        (_stack, _options, _dead, _candidates, _create, _user) = (stack, options, dead, candidates, create, user);
    }

    /// <summary>The transaction with the candidate that is tried now.</summary>
    public ClientTransaction Transaction
    {
        get
        {
            lock (_gate)
                return _current!.Transaction;
        }
    }

    /// <summary>Cancels an INVITE as <see cref="ClientTransaction.Cancel"/> does; no further candidate is tried.</summary>
    public void Cancel()
    {
        lock (_gate)
        {
            _isCancelled = true;
            _current!.Transaction.Cancel();
        }
    }

    internal void Start()
    {
        lock (_gate)
            TryNext();
    }

    /// <summary>This attempt failed. <c>true</c>: another is on its way, and the failure is nobody's business.</summary>
    internal bool TryAfter(FailoverAttempt failed)
    {
        lock (_gate)
        {
            _dead.Add(failed.Flow);
            return failed != _current || (!_isCancelled && TryNext());
        }
    }

    /// <summary>Whether this attempt is the one that counts; from its first answer on no other is tried for want of one.</summary>
    internal bool IsTaken(FailoverAttempt attempt)
    {
        lock (_gate)
            return attempt == _current;
    }

    /// <summary>The candidate lives.</summary>
    internal void Praise(FailoverAttempt attempt) => _dead.Remove(attempt.Flow);

    private bool TryNext()
    {
        if (_next == _candidates.Count)
            return false;
        var flow = _candidates[_next++];
        _current = new FailoverAttempt(this, _stack, flow, _user);
        _current.Start(_create(flow), _next < _candidates.Count ? _options : null);
        return true;
    }
}
