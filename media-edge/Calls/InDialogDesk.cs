using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.MediaEdge.Transfers;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>Requests inside the two dialogs of a call (RFC 3261 §12.2): BYE, re-INVITE and UPDATE, INFO, OPTIONS. Used by the mailbox alone.</summary>
internal sealed class InDialogDesk(CallServices services, LiveCall state, ReferDesk refers, Action<CallTrigger, CallOutcome> apply)
{
    private readonly Reinvites _reinvites = new(services, state);
    private readonly HoldMusicDesk _holds = new(state);
    private readonly PrackDesk _pracks = new(services, state, apply);
    private readonly KeyDesk _keys = new(services, state);
    private Renegotiation? _renegotiation;

    private Renegotiation Renegotiation => _renegotiation ??= new Renegotiation(services, state, _reinvites, _holds);

    public void Handle(LegSide side, ServerTransaction transaction)
    {
        var request = transaction.Request;
        if (request.Method == SipMethod.Bye && state.Seats.HasLeft(request)) transaction.Respond(SipStatus.Ok); // the two BYEs have crossed
        else if (state.DialogOf(side, request) is not { } dialog) transaction.Respond(SipStatus.CallOrTransactionDoesNotExist);
        else if (!dialog.TryAccept(request)) transaction.Respond(SipStatus.ServerInternalError, "Out of order");
        else if (request.Method == SipMethod.Bye) HangUp(side, transaction);
        else if (LegMessages.BadExtension(transaction) is { } bad) transaction.Respond(bad);
        else if (request.Method == SipMethod.Invite || request.Method == SipMethod.Update) Renegotiation.Handle(side, dialog, transaction);
        else if (request.Method == SipMethod.Prack) _pracks.Handle(side, transaction);
        else if (request.Method == SipMethod.Info) _keys.TakeInfo(side, transaction);
        else if (request.Method == SipMethod.Refer) refers.Handle(side, dialog, transaction);
        else if (request.Method == SipMethod.Options) transaction.Respond(LegMessages.Answer(transaction, services.Sip, SipStatus.Ok, null));
        else transaction.Respond(LegMessages.NotAllowed(transaction, LegMessages.Allow));
    }

    /// <summary>ACK of our 2xx: with the answer when the offer was ours.</summary>
    public void Acknowledge(LegSide side, SipRequest ack)
    {
        var media = state.Media.Of(side);
        if (media is null) return;
        if (media.Stream is not null) Renegotiation.Acknowledge(side, ack);
        else if (LegMessages.Description(ack) is { } answer && media.TryAccept(answer)) state.Cdr = state.Cdr with { Codec = state.Cdr.Codec ?? media.Stream?.Codec.Name, SampleRateHz = media.SampleRateHz };
        else apply(CallTrigger.AckLost, CallOutcome.NoAck); // no audio can ever flow
    }

    /// <inheritdoc cref="Renegotiation.IsFatal"/>
    public bool IsFatal(CallInput.AckLost lost) => Renegotiation.IsFatal(lost.Side, lost.Invite);

    /// <inheritdoc cref="Reinvites.Answered"/>
    public void Reinvited(LegSide side, ClientTransaction transaction, SipResponse? response)
    {
        if (!_reinvites.Answered(side, transaction, response)) apply(side == LegSide.Caller ? CallTrigger.CallerGone : CallTrigger.CalleeGone, CallOutcome.CalleeHungUp);
    }

    /// <inheritdoc cref="KeyDesk.TakeMedia"/>
    public void Press(CallInput.Digit digit) => _keys.TakeMedia(digit.Side, digit.Key);

    /// <summary>The legs are connected: whoever was held before is held by the other from now on.</summary>
    public void Bridged()
    {
        _reinvites.Bring(LegSide.Caller);
        _reinvites.Bring(LegSide.Callee);
        _holds.Begin();
    }

    /// <summary>A timer of one leg's dialog fired.</summary>
    public void Elapsed(CallTimer timer, LegSide side)
    {
        switch (timer)
        {
            case CallTimer.Glare: _reinvites.Retry(side); break;
            case CallTimer.Refresh: _reinvites.Refresh(side); break;
            case CallTimer.Reinvite: _reinvites.GiveUp(side); break;
            case CallTimer.Keys: _keys.Elapsed(side); break;
            case CallTimer.Hold: _holds.Look(); break;
        }
    }

    /// <summary>Somebody else sits on this side now: what was agreed with the one before is void.</summary>
    public void SeatTaken(LegSide side, uint? acceptedInvite = null)
    {
        _reinvites.Forget(side);
        Renegotiation.Forget(side, acceptedInvite);
        state.Sessions.Stop(side);
    }

    /// <summary>The legs are not connected for now: this one is to hear us, whatever the other had asked for.</summary>
    public void Parted(LegSide side)
    {
        _holds.Look();
        _reinvites.Resume(side);
    }

    /// <summary>No answer to a re-INVITE is waited for any more.</summary>
    public void CallEnded()
    {
        _reinvites.GiveUp(LegSide.Caller);
        _reinvites.GiveUp(LegSide.Callee);
    }

    /// <summary>A leg that comes from another call agrees on its session anew.</summary>
    public void Refresh(LegSide side) => _reinvites.Refresh(side);

    private void HangUp(LegSide side, ServerTransaction transaction)
    {
        transaction.Respond(SipStatus.Ok);
        state.PeerReason = transaction.Request.Headers["Reason"];
        state.HangsUp(side);
        apply(side == LegSide.Caller ? CallTrigger.CallerGone : CallTrigger.CalleeGone, CallOutcome.CalleeHungUp);
    }
}
