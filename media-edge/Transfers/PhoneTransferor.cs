using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Transfers;

/// <summary>A phone that sent REFER; it is told by NOTIFY, if it wants to hear of it at all (RFC 4488).</summary>
internal sealed class PhoneTransferor(LegSide side, TransferKind kind, ReferSubscription? subscription) : ITransferor
{
    public LegSide? Side => side;

    public TransferKind Kind => kind;

    public Action<Action>? AfterEnd => subscription is null ? null : subscription.AfterLast;

    public void Progress(int status) => subscription?.Notify(status);

    public void End(CallOutcome? failure) => subscription?.Terminate(failure is null ? SipStatus.Ok : Status(failure));

    // A call that ended by itself, with 200 in the table, has cut the transfer short.
    private static int Status(CallOutcome failure) => failure.SipStatus == SipStatus.Ok ? SipStatus.RequestTerminated : failure.SipStatus;
}
