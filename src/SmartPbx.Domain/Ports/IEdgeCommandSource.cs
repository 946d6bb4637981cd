using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Ports;

/// <summary>The edge's end of its real-time group: commands pushed to <see cref="RealTimeTarget.Edge"/> arrive here, at most once, not acknowledged by the channel.</summary>
public interface IEdgeCommandSource
{
    /// <summary>Calls back for each command until disposed; the callback must not block.</summary>
    IDisposable Subscribe(EdgeId edge, Action<EdgeCommand> onCommand);
}
