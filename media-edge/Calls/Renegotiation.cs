using SmartPbx.MediaEdge.Legs;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>
/// re-INVITE (RFC 3261 §14.2) and UPDATE (RFC 3311) of a peer. Each leg is negotiated by itself and answered at once: our media can meet any
/// offer that names a codec of ours, so a hold never fails because the other person's phone is slow or unwilling. What changed is carried to
/// the other leg afterwards (<see cref="Reinvites"/>). Used by the mailbox alone.
/// </summary>
internal sealed class Renegotiation(CallServices services, LiveCall state, Reinvites reinvites, HoldMusicDesk holds)
{
    private const int MostRetryAfterSeconds = 10; // RFC 3261 §14.2: "between 0 and 10 seconds"

    private readonly Dictionary<LegSide, uint> _offeredIn2xx = []; // CSeq of the INVITE whose ACK has to bring the answer
    private readonly Dictionary<LegSide, uint> _accepted = []; // CSeq of the latest INVITE with a 2xx of ours

    public void Handle(LegSide side, Dialog dialog, ServerTransaction transaction)
    {
        var request = transaction.Request;
        if (IsOverlapping(dialog, request)) RetryLater(transaction);
        else if (LegSessions.Refusal(transaction) is { } tooShort) transaction.Respond(tooShort);
        else if (reinvites.IsPending(side) && (request.Method == SipMethod.Invite || !request.Body.IsEmpty)) transaction.Respond(SipStatus.RequestPending);
        else if (_offeredIn2xx.ContainsKey(side) && !request.Body.IsEmpty) transaction.Respond(SipStatus.RequestPending);
        else if (!request.Body.IsEmpty) TakeOffer(side, dialog, transaction);
        else if (request.Method == SipMethod.Invite) MakeOffer(side, dialog, transaction);
        else Answer(side, dialog, transaction, null); // without a body an UPDATE only refreshes the dialog (RFC 3311 §5.1)
    }

    /// <summary>ACK of a 2xx of ours: with the answer when the offer was ours.</summary>
    public void Acknowledge(LegSide side, SipRequest ack)
    {
        if (!_offeredIn2xx.TryGetValue(side, out var number) || number != ack.CSeq.Number) return;
        _offeredIn2xx.Remove(side);
        var media = state.Media.Of(side)!;
        var codec = media.Stream?.Codec;
        if (LegMessages.Description(ack) is { } answer && media.TryAccept(answer)) PassOn(side, codec);
        else media.Withdraw();
    }

    /// <summary>Whether the ACK that never came was for a 2xx: then the peer is gone (RFC 3261 §13.3.1.4). That of a refusal changes nothing.</summary>
    public bool IsFatal(LegSide side, uint invite) =>
        invite == (_accepted.TryGetValue(side, out var latest) ? latest : side == LegSide.Caller ? state.Caller.Invite.Request.CSeq.Number : null as uint?);

    /// <summary>Another leg is on this side now; it came by an INVITE of this number, or by none.</summary>
    public void Forget(LegSide side, uint? acceptedInvite)
    {
        _offeredIn2xx.Remove(side);
        _accepted.Remove(side);
        if (acceptedInvite is { } number) _accepted[side] = number;
    }

    /// <summary>Brings this leg's wish and codec to the other one.</summary>
    private void PassOn(LegSide side, SdpCodec? former)
    {
        if (state.Phase != CallPhase.Bridged) return;
        var codec = state.Media.Of(side)!.Stream!.Codec;
        reinvites.Bring(side.Other(), former is not null && !codec.IsSameFormat(former));
        holds.Look();
    }

    private void TakeOffer(LegSide side, Dialog dialog, ServerTransaction transaction)
    {
        var request = transaction.Request;
        var media = state.Media.Of(side)!;
        var former = media.Stream?.Codec;
        if (LegMessages.UnfitBody(transaction) is { } unfit) transaction.Respond(unfit);
        else if (LegMessages.Description(request) is not { } offer || !media.TryAnswer(offer, reinvites.Allowed(side))) transaction.Respond(Unacceptable.Answer(transaction, services.Sip, media.Mismatch));
        else
        {
            if (!dialog.State.IsConfirmed && side == LegSide.Callee) state.Callee.Forks.FirstOrDefault(f => f.Early.Of(request) is not null)?.Early.Supersede(request, offer);
            Answer(side, dialog, transaction, media.Local);
            PassOn(side, former);
        }
    }

    // A re-INVITE without an offer asks for ours (§14.2), which is all that we can: the peer may be about to connect somebody else (third-party call control).
    private void MakeOffer(LegSide side, Dialog dialog, ServerTransaction transaction)
    {
        var media = state.Media.Of(side)!;
        _offeredIn2xx[side] = transaction.Request.CSeq.Number;
        Answer(side, dialog, transaction, media.Offer(reinvites.Codecs(side), reinvites.Allowed(side)));
    }

    private void Answer(LegSide side, Dialog dialog, ServerTransaction transaction, SdpSession? description)
    {
        if (transaction.Request.Method == SipMethod.Invite) _accepted[side] = transaction.Request.CSeq.Number;
        var response = LegMessages.Answer(transaction, services.Sip, SipStatus.Ok, description);
        // Only a session that stands can be refreshed; before, an UPDATE is about media alone.
        if (dialog.State.IsConfirmed) state.Sessions.Answer(side, transaction.Request, response);
        transaction.Respond(response);
    }

    // "A UAS that receives a second INVITE before it sends the final response to a first INVITE" (§14.2); an offer in UPDATE while the one in the
    // INVITE has no reliable answer yet (RFC 3311 §5.2).
    private bool IsOverlapping(Dialog dialog, SipRequest request)
    {
        if (dialog.State.IsConfirmed || (request.Method == SipMethod.Update && request.Body.IsEmpty)) return false;
        if (request.Method == SipMethod.Invite) return true;
        return dialog.State.IsUac ? !state.Callee.Forks.Any(f => f.Early.IsSettled(request)) : !state.Caller.IsReliable || state.Caller.AwaitsPrack;
    }

    private void RetryLater(ServerTransaction transaction)
    {
        Span<byte> random = stackalloc byte[1];
        services.Ids.Fill(random);
        var response = transaction.CreateResponse(SipStatus.ServerInternalError);
        response.Headers.Set("Retry-After", (random[0] % (MostRetryAfterSeconds + 1)).ToString(System.Globalization.CultureInfo.InvariantCulture));
        transaction.Respond(response);
    }
}
