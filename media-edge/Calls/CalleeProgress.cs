using SmartPbx.MediaEdge.Legs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Provisionals;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>What phones say while they ring: acknowledges reliable answers (RFC 3262 §4) and brings their audio to leg A. Used by the mailbox alone.</summary>
internal sealed class CalleeProgress(CallServices services, EarlyMedia early)
{
    /// <summary>A 101–199 of leg B.</summary>
    public void Take(CalleeFork fork, SipResponse response)
    {
        if (fork.Early.Take(fork.Invite!, response) is not { } dialog) return;
        var sequence = RSeq.Of(response);
        if (sequence is { } number) Acknowledge(fork, dialog, new RAck(number, fork.Invite!.CSeq));
        if (LegMessages.Description(response) is not { } answer) return;
        dialog.Take(answer, reliably: sequence is not null);
        if (!fork.IsCancelled && dialog.Answer is { } agreed) early.Hear(fork, agreed);
    }

    private void Acknowledge(CalleeFork fork, EarlyDialog early, RAck rack)
    {
        early.Dialog.Peer ??= fork.Target;
        var prack = early.Dialog.CreateRequest(SipMethod.Prack);
        prack.Headers.Set(RAck.Header, rack.ToString());
        services.Sip.Send(prack, early.Dialog.NextFlow ?? fork.Target, IgnoredOutcome.Instance);
    }
}
