using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>PRACK of leg A (RFC 3262): with the answer to the offer in our 183, with a new offer, or bare. Used by the mailbox alone.</summary>
internal sealed class PrackDesk(CallServices services, LiveCall state, Action<CallTrigger, CallOutcome> apply)
{
    public void Handle(LegSide side, ServerTransaction transaction)
    {
        // Our own reliable answers go to leg A only: leg B's INVITE is ours.
        if (side != LegSide.Caller || !state.Caller.TryAcknowledge(transaction.Request))
        {
            transaction.Respond(SipStatus.CallOrTransactionDoesNotExist);
            return;
        }
        if (state.Media.Caller!.Stream is null) TakeAnswer(transaction);
        else TakeOffer(transaction);
        if (state.Phase != CallPhase.Ended) state.Caller.GoOn();
    }

    // Our 183 carried the offer: "it MUST generate an answer in the PRACK" (§5).
    private void TakeAnswer(ServerTransaction transaction)
    {
        if (LegMessages.Description(transaction.Request) is { } answer && state.Media.Caller!.TryAccept(answer))
        {
            transaction.Respond(SipStatus.Ok);
            apply(CallTrigger.CallerListens, CallOutcome.NoAnswer);
            return;
        }
        transaction.Respond(SipStatus.NotAcceptableHere);
        apply(CallTrigger.CallerUnfit, CallOutcome.NotAcceptable);
    }

    // The session is settled, so a description here is a new offer, answered in the 2xx of the PRACK (§5).
    private void TakeOffer(ServerTransaction transaction)
    {
        if (transaction.Request.Body.IsEmpty) transaction.Respond(SipStatus.Ok);
        else if (LegMessages.UnfitBody(transaction) is { } unfit) transaction.Respond(unfit);
        else if (LegMessages.Description(transaction.Request) is not { } offer || !state.Media.Caller!.TryAnswer(offer)) transaction.Respond(Unacceptable.Answer(transaction, services.Sip, state.Media.Caller!.Mismatch));
        else transaction.Respond(LegMessages.Answer(transaction, services.Sip, SipStatus.Ok, state.Media.Caller.Local));
    }
}
