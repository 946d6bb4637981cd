using SmartPbx.Agents.Conversations;
using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Transfers;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>What still waited in the mailbox of a call that is over: everybody gets the answer for that, or finds the call that the leg has gone to.</summary>
internal static class GivenBack
{
    public static void Answer(CallInput input, CallRegistry registry)
    {
        switch (input)
        {
            case CallInput.Request { Transaction: { } transaction } request:
                // A leg that was handed over may have spoken before it was led to its new call.
                var found = registry.Find(transaction.Request.CallId, transaction.Request.To.Tag);
                if (found is { } now && now.Call.TryPost(request with { Side = now.Side })) break;
                transaction.Respond(transaction.Request.Method == SipMethod.Bye ? SipStatus.Ok : SipStatus.CallOrTransactionDoesNotExist);
                break;
            case CallInput.ForkAnswered { Response: { IsSuccess: true } late, Fork: { Dialog: null } fork }:
                fork.HangUpLateAnswer(late);
                break;
            case CallInput.Reinvited { Response: { } late } reinvited:
                reinvited.Outcome.AcknowledgeLate(reinvited.Transaction, late);
                break;
            case CallInput.PersonWanted wanted:
                wanted.Result.TrySetResult(TransferOutcome.Failed);
                break;
            case CallInput.Supervised { Input: Supervision.SupervisionInput.Ordered ordered }:
                ordered.Refuse(Domain.Supervision.SupervisionReason.NoSuchCall);
                break;
            case CallInput.TakeOver wish:
                wish.Invite.Respond(SipStatus.CallOrTransactionDoesNotExist);
                break;
            case CallInput.HandoverAsked asked:
                asked.Handover.Refuse(CallOutcome.NoSuchCall);
                break;
            case CallInput.LegArrived arrived:
                LegHandover.LetGo(arrived);
                break;
        }
    }
}
