using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Resolution;

/// <summary>One candidate being tried. Once given up, it cleans up after itself: a call that it answers all the same is acknowledged and hung up.</summary>
internal sealed class FailoverAttempt(FailoverRequest request, SipStack stack, SipFlow flow, IClientTransactionUser user) : IClientTransactionUser
{
    private ITimer? _silence;
    private int _isHeard;

    public SipFlow Flow => flow;

    public ClientTransaction Transaction { get; private set; } = null!;

    /// <param name="message">The request.</param>
    /// <param name="patience">How long an answer may take; <c>null</c> for the last candidate, which has all the time of its transaction.</param>
    public void Start(SipRequest message, FailoverOptions? patience)
    {
        Transaction = stack.Send(message, flow, this);
        if (patience is not null)
            _silence = patience.TimeProvider.CreateTimer(_ => GiveUp(), null, patience.ResponseTimeout, Timeout.InfiniteTimeSpan);
    }

    public void OnProvisional(ClientTransaction transaction, SipResponse response)
    {
        Hear();
        if (request.IsTaken(this))
            user.OnProvisional(transaction, response);
    }

    public void OnFinal(ClientTransaction transaction, SipResponse response)
    {
        Hear();
        bool isOverloaded = response.Status == SipStatus.ServiceUnavailable;
        if (isOverloaded && request.TryAfter(this))
            return;
        if (request.IsTaken(this))
            user.OnFinal(transaction, response);
        else
            HangUp(transaction, response);
    }

    public void OnTimeout(ClientTransaction transaction)
    {
        _silence?.Dispose();
        if (!request.TryAfter(this))
            user.OnTimeout(transaction);
    }

    public void OnTransportError(ClientTransaction transaction)
    {
        _silence?.Dispose();
        if (!request.TryAfter(this))
            user.OnTransportError(transaction);
    }

    private void Hear()
    {
        if (Interlocked.Exchange(ref _isHeard, 1) != 0)
            return;
        _silence?.Dispose();
        request.Praise(this);
    }

    // Silence says nothing about whether the request arrived: an INVITE is cancelled as soon as that is allowed (RFC 3261 §9.1).
    private void GiveUp()
    {
        if (Volatile.Read(ref _isHeard) == 0 && request.IsTaken(this) && request.TryAfter(this))
            Transaction.Cancel();
    }

    private void HangUp(ClientTransaction transaction, SipResponse response)
    {
        if (!response.IsSuccess || transaction.Request.Method != SipMethod.Invite || Dialog.FromUac(transaction.Request, response) is not { } dialog)
            return;
        stack.SendAck(dialog.CreateAck(transaction.Request), transaction.Flow);
        stack.Send(dialog.CreateRequest(SipMethod.Bye), transaction.Flow, IgnoredOutcome.Instance);
    }
}
