using SmartPbx.Domain.Calls;
using SmartPbx.Sip;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>Leg A: the INVITE that began the call, and its dialog. Used by the call's mailbox alone.</summary>
internal sealed class CallerLeg(ServerTransaction invite, SipStack stack)
{
    private bool _released;

    public ServerTransaction Invite => invite;

    /// <summary>From the first provisional answer with a tag on.</summary>
    public Dialog? Dialog { get; private set; }

    /// <summary>Whether the 200 was sent.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>183 with early media, or 180 without a description.</summary>
    public void Progress(SdpSession? description)
    {
        var response = LegMessages.Answer(invite, stack, description is null ? SipStatus.Ringing : SipStatus.SessionProgress, description);
        TakeDialog(response);
        invite.Respond(response);
    }

    /// <summary>200: the call is answered.</summary>
    public void Answer(SdpSession description)
    {
        var response = LegMessages.Answer(invite, stack, SipStatus.Ok, description);
        TakeDialog(response);
        IsAnswered = true;
        invite.Respond(response);
    }

    /// <summary>BYE after the answer, a final refusal before it. Once.</summary>
    public void Release(CallOutcome outcome, bool peerHungUp)
    {
        if (_released) return;
        _released = true;
        if (!IsAnswered) invite.Respond(LegMessages.Refusal(invite, outcome));
        else if (!peerHungUp && Dialog is { } dialog && LegAddress.Of(dialog) is { } target) stack.Send(LegMessages.Bye(dialog, outcome), target, IgnoredAnswer.Instance);
    }

    private void TakeDialog(SipResponse response)
    {
        Dialog = Dialog.FromUas(invite.Request, response);
        Dialog.Peer = invite.Flow;
    }
}
