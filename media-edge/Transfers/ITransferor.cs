using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Legs;

namespace SmartPbx.MediaEdge.Transfers;

/// <summary>Who asked for a transfer, and how it learns what becomes of it.</summary>
internal interface ITransferor
{
    /// <summary>The leg that asked and will be replaced; null: the voice agent, who has no leg.</summary>
    LegSide? Side { get; }

    /// <summary>As the CDR says.</summary>
    TransferKind Kind { get; }

    /// <summary>The target said so far (1xx).</summary>
    void Progress(int status);

    /// <summary>When its own call may end after a transfer that succeeded: once it has heard of that. Null: at once.</summary>
    Action<Action>? AfterEnd { get; }

    /// <summary>It is over; null: the target is connected. Once.</summary>
    void End(CallOutcome? failure);
}
