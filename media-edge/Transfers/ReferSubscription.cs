using System.Globalization;
using System.Text;
using SmartPbx.Sip;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Transfers;

/// <summary>
/// The subscription that a REFER makes (RFC 3515 §2.4.4): each NOTIFY carries the status line of the reference, the last one ends it. It lives
/// in the dialog of the REFER and outlives the BYE of that dialog's call (RFC 5057 §4.1).
/// </summary>
internal sealed class ReferSubscription(Dialog dialog, uint referCSeq, SipStack stack) : IClientTransactionUser
{
    /// <summary>Longer than any target may ring.</summary>
    private const int ExpiresSeconds = 240;

    private const string SipFragment = "message/sipfrag;version=2.0"; // RFC 3420
    private readonly Lock _gate = new();
    private SipRequest? _lastNotify;
    private bool _isHeard;
    private Action? _then;
    private volatile bool _isOver;
    private int _last;

    /// <summary>A provisional status; the same one is not said twice.</summary>
    public void Notify(int status)
    {
        if (status == _last) return;
        Send(status, string.Create(CultureInfo.InvariantCulture, $"active;expires={ExpiresSeconds}"));
    }

    /// <summary>The final status: nothing follows (RFC 3515 §2.4.7).</summary>
    public void Terminate(int status)
    {
        Send(status, "terminated;reason=noresource", isLast: true);
        _isOver = true;
    }

    /// <summary>
    /// Runs when the last NOTIFY was answered, or will not be: a BYE right behind it would end the phone's call before the phone knows why. On the SIP loop, or at once.
    /// </summary>
    public void AfterLast(Action then)
    {
        lock (_gate)
            if (_lastNotify is not null && !_isHeard)
            {
                _then = then;
                return;
            }
        then();
    }

    private void Heard(ClientTransaction transaction)
    {
        Action? then;
        lock (_gate)
        {
            if (transaction.Request != _lastNotify) return;
            (_isHeard, then) = (true, _then);
        }
        then?.Invoke();
    }

    private void Send(int status, string subscriptionState, bool isLast = false)
    {
        if (_isOver || dialog.NextFlow is not { } target) return;
        _last = status;
        var notify = dialog.CreateRequest(SipMethod.Notify);
        // §2.4.6: with its id the subscriber tells several REFERs of one dialog apart.
        notify.Headers.Set("Event", string.Create(CultureInfo.InvariantCulture, $"refer;id={referCSeq}"));
        notify.Headers.Set("Subscription-State", subscriptionState);
        notify.SetBody(SipFragment, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"SIP/2.0 {status} {SipStatus.ReasonOf(status)}\r\n")));
        if (isLast)
            lock (_gate) _lastNotify = notify;
        stack.Send(notify, target, this);
    }

    public void OnProvisional(ClientTransaction transaction, SipResponse response) { }

    public void OnFinal(ClientTransaction transaction, SipResponse response)
    {
        // RFC 6665 §4.2.2: these say that the subscriber knows of no subscription (any more).
        if (response.Status is SipStatus.NotFound or SipStatus.MethodNotAllowed or SipStatus.CallOrTransactionDoesNotExist or 489) _isOver = true;
        Heard(transaction);
    }

    public void OnTimeout(ClientTransaction transaction)
    {
        _isOver = true;
        Heard(transaction);
    }

    public void OnTransportError(ClientTransaction transaction) => OnTimeout(transaction);
}
