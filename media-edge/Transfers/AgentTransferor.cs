using SmartPbx.Agents.Conversations;
using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Legs;

namespace SmartPbx.MediaEdge.Transfers;

/// <summary>The voice agent who wants a person for its caller: it talks on while the phones ring.</summary>
internal sealed class AgentTransferor(TaskCompletionSource<TransferOutcome> result) : ITransferor
{
    public LegSide? Side => null;

    public TransferKind Kind => TransferKind.Agent;

    public Action<Action>? AfterEnd => null;

    /// <summary>Whether this is the wish that was taken back.</summary>
    public bool Is(TaskCompletionSource<TransferOutcome> other) => result == other;

    public void Progress(int status) { }

    public void End(CallOutcome? failure) => result.TrySetResult(
        failure is null ? TransferOutcome.Answered
        : failure == CallOutcome.Busy || failure == CallOutcome.Declined ? TransferOutcome.Busy
        : failure == CallOutcome.Unavailable || failure == CallOutcome.UnknownNumber || failure == CallOutcome.NoPorts ? TransferOutcome.Unavailable
        : failure == CallOutcome.NoAnswer || failure == CallOutcome.Cancelled || failure == CallOutcome.NotAcceptable ? TransferOutcome.NoAnswer
        : TransferOutcome.Failed);
}
