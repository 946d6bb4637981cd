using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Supervision;

namespace SmartPbx.MediaEdge.Supervision;

/// <summary>What a call's mailbox takes about its supervisors.</summary>
internal abstract record SupervisionInput
{
    /// <summary>A command of the API; <paramref name="Refuse"/> answers it when the call is over.</summary>
    public sealed record Ordered(EdgeCommand Command, SupervisionOrder Order, Action<SupervisionReason> Refuse) : SupervisionInput;

    /// <summary>The phone has rung long enough.</summary>
    public sealed record RungOut(SupervisionId Supervision) : SupervisionInput;
}
