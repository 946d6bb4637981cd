using SmartPbx.Domain.Supervision;
using SmartPbx.MediaEdge.Calls;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Supervision;

/// <summary>
/// Requests of a supervisor's phone inside its dialog (RFC 3261 §12.2). Its leg is negotiated by itself: nothing it wants reaches the call.
/// Used by the call's mailbox alone.
/// </summary>
internal sealed class SupervisorRequests(CallServices services, Action<SupervisorLeg, SupervisionReason, bool> end, Action<SupervisorLeg, char> press)
{
    public void Handle(SupervisorLeg leg, Dialog dialog, ServerTransaction transaction)
    {
        var request = transaction.Request;
        if (!dialog.TryAccept(request)) transaction.Respond(SipStatus.ServerInternalError, "Out of order");
        else if (request.Method == SipMethod.Bye)
        {
            transaction.Respond(SipStatus.Ok);
            end(leg, SupervisionReason.HungUp, true);
        }
        else if (LegMessages.BadExtension(transaction) is { } bad) transaction.Respond(bad);
        else if (request.Method == SipMethod.Invite || request.Method == SipMethod.Update) Renegotiate(leg, transaction);
        else if (request.Method == SipMethod.Info) TakeInfo(leg, transaction);
        else if (request.Method == SipMethod.Options) transaction.Respond(LegMessages.Answer(transaction, services.Sip, SipStatus.Ok, null));
        else if (request.Method == SipMethod.Refer) transaction.Respond(SipStatus.Decline); // a seat that only its owner was given
        else transaction.Respond(LegMessages.NotAllowed(transaction, LegMessages.Allow));
    }

    /// <summary>ACK of our 2xx: with the answer when the offer was ours.</summary>
    public static void Acknowledge(SupervisorLeg leg, SipRequest ack)
    {
        if (leg.OfferedIn2xx != ack.CSeq.Number) return;
        leg.OfferedIn2xx = null;
        if (LegMessages.Description(ack) is not { } answer || !leg.Media.TryAccept(answer)) leg.Media.Withdraw();
    }

    // Hold, another codec, another address (RFC 3261 §14.2, RFC 3311).
    private void Renegotiate(SupervisorLeg leg, ServerTransaction transaction)
    {
        var request = transaction.Request;
        if (leg.OfferedIn2xx is not null && !request.Body.IsEmpty) transaction.Respond(SipStatus.RequestPending);
        else if (request.Body.IsEmpty) transaction.Respond(LegMessages.Answer(transaction, services.Sip, SipStatus.Ok, OfferFor(leg, request)));
        else if (LegMessages.UnfitBody(transaction) is { } unfit) transaction.Respond(unfit);
        else if (LegMessages.Description(request) is not { } offer || !leg.Media.TryAnswer(offer)) transaction.Respond(SipStatus.NotAcceptableHere);
        else transaction.Respond(LegMessages.Answer(transaction, services.Sip, SipStatus.Ok, leg.Media.Local));
    }

    // An INVITE without an offer asks for ours; an UPDATE without one only refreshes (RFC 3311 §5.1).
    private SdpSession? OfferFor(SupervisorLeg leg, SipRequest request)
    {
        if (request.Method != SipMethod.Invite) return null;
        leg.OfferedIn2xx = request.CSeq.Number;
        return leg.Media.Offer(services.Codecs.All, SdpDirection.SendRecv);
    }

    private void TakeInfo(SupervisorLeg leg, ServerTransaction transaction)
    {
        if (transaction.Request.Body.IsEmpty) transaction.Respond(SipStatus.Ok);
        else if (InfoDigit.Of(transaction.Request) is not { } key) transaction.Respond(LegMessages.UnsupportedMedia(transaction));
        else
        {
            transaction.Respond(SipStatus.Ok);
            press(leg, key.Key);
        }
    }
}
