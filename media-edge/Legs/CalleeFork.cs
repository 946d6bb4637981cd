using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Calls;
using SmartPbx.Sip;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>
/// One phone that is rung, or one way to a carrier. Answers go to the call's mailbox; when the call is over, an answer that comes late is acknowledged and hung up
/// right here (RFC 3261 §9.1: a 200 may cross the CANCEL).
/// </summary>
internal sealed class CalleeFork(string name, SipFlow target, SipStack stack, CallMailbox mailbox) : IClientTransactionUser
{
    /// <summary>The reason that keeps a phone from showing the call as missed when it was answered elsewhere (RFC 3326 §2).</summary>
    public const string CompletedElsewhere = "SIP;cause=200;text=\"Call completed elsewhere\"";
    private readonly LateAnswers _late = new(target) { Reason = LegMessages.Reason(CallOutcome.Cancelled) };
    private ClientTransaction? _transaction;
    private ITimer? _silence;
    private volatile bool _hasSpoken;

    /// <summary><c>b1</c>, <c>b2</c>… as the CDR says.</summary>
    public string Name => name;

    public SipFlow Target => target;

    /// <summary>The extension it belongs to.</summary>
    public required string Party { get; init; }

    /// <summary>The flow that the INVITE went out on.</summary>
    public SipFlow SentOn => _transaction?.Flow ?? target;

    /// <summary>The INVITE as sent.</summary>
    public SipRequest? Invite => _transaction?.Request;

    /// <summary>Final status; null while it rings.</summary>
    public int? FinalStatus { get; set; }

    /// <summary>The dialog once it has answered.</summary>
    public Dialog? Dialog { get; set; }

    /// <summary>What it said before its final answer.</summary>
    public EarlyDialogs Early { get; } = new();

    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? AnsweredAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>What a fork to a carrier holds; null: a phone.</summary>
    public CalleeLine? Line { get; init; }

    /// <summary>The refusal that ended it; null: none, or no answer at all.</summary>
    public SipResponse? Refusal { get; private set; }

    public void Ring(SipRequest invite) => _transaction = stack.Send(invite, target, this);

    /// <summary>Counts as unanswered when not even a provisional answer has come in this time.</summary>
    public void GiveUpAfter(TimeSpan limit, TimeProvider clock) => _silence = clock.CreateTimer(_ =>
    {
        if (!_hasSpoken && mailbox.TryPost(new CallInput.ForkAnswered(this, null))) _transaction?.Cancel();
    }, null, limit, Timeout.InfiniteTimeSpan);

    /// <summary>Whether we gave up on it; an answer that comes yet is late.</summary>
    public bool IsCancelled { get; private set; }

    /// <summary>CANCEL, perhaps with a Reason (RFC 3326).</summary>
    public void Cancel(string? reason = null)
    {
        if (FinalStatus is not null || IsCancelled) return;
        IsCancelled = true;
        _transaction?.Cancel(reason);
    }

    /// <summary>ACK for a 2xx that we want or wanted.</summary>
    public void Acknowledge(Dialog dialog) => stack.SendAck(dialog.CreateAck(Invite!), dialog.NextFlow ?? target);

    /// <summary>ACK and BYE for a 2xx that nobody wants any more.</summary>
    public void HangUpLateAnswer(SipResponse response)
    {
        if (Dialog is null) Line?.Dispose();
        HangUp(_transaction!, response);
    }

    /// <summary>The call is over, and with it this leg: what comes yet is late.</summary>
    public void LetGo()
    {
        _late.LastNumber = Early.LastNumber;
        if (Dialog is { } dialog) _late.Know(dialog.State.RemoteTag);
        _transaction?.LetGo(_late);
    }

    public void OnProvisional(ClientTransaction transaction, SipResponse response)
    {
        Spoken();
        mailbox.TryHandle(new CallInput.ForkAnswered(this, response));
    }

    public void OnFinal(ClientTransaction transaction, SipResponse response)
    {
        Spoken();
        if (!response.IsSuccess) Refusal = response;
        if (!mailbox.TryHandle(new CallInput.ForkAnswered(this, response)) && response.IsSuccess) HangUp(transaction, response);
    }

    public void OnTimeout(ClientTransaction transaction)
    {
        Spoken();
        mailbox.TryHandle(new CallInput.ForkAnswered(this, null));
    }

    public void OnTransportError(ClientTransaction transaction)
    {
        Spoken();
        mailbox.TryHandle(new CallInput.ForkAnswered(this, null));
    }

    private void Spoken()
    {
        _hasSpoken = true;
        _silence?.Dispose();
    }

    private void HangUp(ClientTransaction transaction, SipResponse response)
    {
        _late.LastNumber = Early.LastNumber;
        stack.HangUp(transaction.Request, response, _late);
    }
}
