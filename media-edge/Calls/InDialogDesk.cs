using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.MediaEdge.Transfers;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>Requests inside the two dialogs of a call (RFC 3261 §12.2): BYE, re-INVITE and UPDATE, INFO, OPTIONS. Used by the mailbox alone.</summary>
internal sealed class InDialogDesk(CallServices services, LiveCall state, ReferDesk refers, Action<CallTrigger, CallOutcome> apply)
{
    private readonly Reinvites _reinvites = new(services, state);
    private readonly HashSet<LegSide> _awaitsAnswer = [];

    public void Handle(LegSide side, ServerTransaction transaction)
    {
        var request = transaction.Request;
        if (state.DialogOf(side) is not { } dialog || !dialog.Matches(request)) transaction.Respond(SipStatus.CallOrTransactionDoesNotExist);
        else if (!dialog.TryAccept(request)) transaction.Respond(SipStatus.ServerInternalError, "Out of order");
        else if (request.Method == SipMethod.Bye) HangUp(side, transaction);
        else if (request.Method == SipMethod.Invite || request.Method == SipMethod.Update) Renegotiate(side, transaction);
        else if (request.Method == SipMethod.Info) Info(side, transaction);
        else if (request.Method == SipMethod.Refer) refers.Handle(side, dialog, transaction);
        else if (request.Method == SipMethod.Options) transaction.Respond(LegMessages.Answer(transaction, services.Sip, SipStatus.Ok, null));
        else transaction.Respond(LegMessages.NotAllowed(transaction, LegMessages.Allow));
    }

    /// <summary>ACK of our 2xx: with the answer when the offer was ours.</summary>
    public void Acknowledge(LegSide side, SipRequest ack)
    {
        var media = state.Media.Of(side);
        var expected = _awaitsAnswer.Remove(side) || media?.Stream is null;
        if (!expected || media is null) return;
        if (LegMessages.Description(ack) is { } answer && media.TryAccept(answer)) state.Cdr = state.Cdr with { Codec = state.Cdr.Codec ?? media.Stream?.Codec.Name, SampleRateHz = media.SampleRateHz };
        else if (media.Stream is null) apply(CallTrigger.AckLost, CallOutcome.NoAck); // no audio can ever flow
    }

    /// <inheritdoc cref="Reinvites.Answered"/>
    public void Reinvited(LegSide side, ClientTransaction transaction, SipResponse? response)
    {
        if (!_reinvites.Answered(side, transaction, response)) apply(side == LegSide.Caller ? CallTrigger.CallerGone : CallTrigger.CalleeGone, CallOutcome.CalleeHungUp);
    }

    /// <inheritdoc cref="Reinvites.Retry"/>
    public void RetryReinvite() => _reinvites.Retry();

    /// <summary>Another leg sits on this side now, or the side is to hear again: nobody stays on a hold that somebody else asked for.</summary>
    public void Renew(LegSide side)
    {
        foreach (var each in Enum.GetValues<LegSide>())
            if (each == side || state.Phase == CallPhase.Bridged)
                _reinvites.Renew(each);
    }

    private void HangUp(LegSide side, ServerTransaction transaction)
    {
        transaction.Respond(SipStatus.Ok);
        state.HangsUp(side);
        apply(side == LegSide.Caller ? CallTrigger.CallerGone : CallTrigger.CalleeGone, CallOutcome.CalleeHungUp);
    }

    private void Renegotiate(LegSide side, ServerTransaction transaction)
    {
        var (request, media) = (transaction.Request, state.Media.Of(side)!);
        if (_reinvites.IsPending(side)) transaction.Respond(SipStatus.RequestPending); // glare (RFC 3261 §14.2)
        else if (request.Body.IsEmpty) Refresh(side, transaction, media);
        else if (request.ContentType != SdpSession.ContentType) transaction.Respond(LegMessages.UnsupportedMedia(transaction));
        else if (LegMessages.Description(request) is not { } offer || !media.TryAnswer(offer)) transaction.Respond(SipStatus.NotAcceptableHere);
        else
        {
            transaction.Respond(LegMessages.Answer(transaction, services.Sip, SipStatus.Ok, media.Local));
            PassOn(side, media.Stream!.Direction);
        }
    }

    // Without a body an UPDATE only refreshes the dialog (RFC 3311 §5.1), a re-INVITE asks us to offer (RFC 3261 §14.2).
    private void Refresh(LegSide side, ServerTransaction transaction, LegMedia media)
    {
        var asksForOffer = transaction.Request.Method == SipMethod.Invite;
        if (asksForOffer) _awaitsAnswer.Add(side);
        var offer = asksForOffer ? media.Offer(MediaPolicy.SameAs(media.Stream), SdpDirection.SendRecv) : null;
        transaction.Respond(LegMessages.Answer(transaction, services.Sip, SipStatus.Ok, offer));
    }

    // Hold and resume reach the other person (SIP-2): what this side only receives, the other is only sent.
    private void PassOn(LegSide side, SdpDirection ours)
    {
        if (state.Phase != CallPhase.Bridged) return;
        var towards = ours switch
        {
            SdpDirection.RecvOnly => SdpDirection.SendOnly,
            SdpDirection.SendOnly => SdpDirection.RecvOnly,
            _ => ours,
        };
        _reinvites.Send(side == LegSide.Caller ? LegSide.Callee : LegSide.Caller, towards);
    }

    private void Info(LegSide side, ServerTransaction transaction)
    {
        var request = transaction.Request;
        if (request.Body.IsEmpty)
        {
            transaction.Respond(SipStatus.Ok);
            return;
        }
        if (InfoDigit.Of(request) is not { } digit)
        {
            transaction.Respond(LegMessages.UnsupportedMedia(transaction));
            return;
        }
        transaction.Respond(SipStatus.Ok);
        var other = side == LegSide.Caller ? LegSide.Callee : LegSide.Caller;
        if (state.Phase != CallPhase.Bridged) state.Agent?.Press(digit);
        else if (state.DialogOf(other) is { } dialog && LegAddress.Of(dialog) is { } target)
        {
            var info = dialog.CreateRequest(SipMethod.Info);
            info.SetBody(request.ContentType!, request.Body);
            services.Sip.Send(info, target, IgnoredAnswer.Instance);
        }
    }
}
