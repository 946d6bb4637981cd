using System.Collections.Immutable;
using SmartPbx.Domain.Calls;
using SmartPbx.Sip;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>
/// 2xx answers to an INVITE that nobody waits for any more: each is acknowledged and hung up (RFC 3261 §9.1: it may cross the CANCEL; §13.2.2.4: phones behind
/// a proxy answer each), and one that is only repeated is acknowledged again. All that is left of a leg for 64*T1 after its call.
/// </summary>
internal sealed class LateAnswers(SipFlow target, SipStack stack) : IClientTransactionUser
{
    private ImmutableArray<string> _known = []; // To tags: one of nearly every leg

    /// <summary>Dialogs that the phone began while it rang: their numbers go on. Null: all of them are known.</summary>
    public EarlyDialogs? Early { get; set; }

    /// <summary>The dialog with this To tag was hung up or is somebody else's: its 2xx gets its ACK again and no BYE.</summary>
    public void Know(string remoteTag) => TryKnow(remoteTag);

    /// <summary>Acknowledges it, and hangs up what is news.</summary>
    public void HangUp(ClientTransaction transaction, SipResponse response)
    {
        var invite = transaction.Request;
        if ((Early ?? new EarlyDialogs()).Of(invite, response) is not { } dialog) return;
        dialog.Peer = target;
        var address = LegAddress.Of(dialog) ?? target;
        stack.SendAck(dialog.CreateAck(invite), address);
        if (_known.Length >= EarlyDialogs.Max || !TryKnow(dialog.State.RemoteTag)) return;
        stack.Send(LegMessages.Bye(dialog, CallOutcome.Cancelled), address, IgnoredAnswer.Instance);
    }

    public void OnProvisional(ClientTransaction transaction, SipResponse response)
    {
    }

    public void OnFinal(ClientTransaction transaction, SipResponse response)
    {
        if (response.IsSuccess) HangUp(transaction, response);
    }

    public void OnTimeout(ClientTransaction transaction)
    {
    }

    public void OnTransportError(ClientTransaction transaction)
    {
    }

    private bool TryKnow(string remoteTag) => ImmutableInterlocked.Update(ref _known, static (known, tag) => known.Contains(tag) ? known : known.Add(tag), remoteTag);
}
