using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Contracts.RealTime;

/// <summary>A real-time hub under test and clients of it.</summary>
public interface IRealTimeHarness : IAsyncDisposable
{
    IRealTime RealTime { get; }
    IEdgeCommandSource EdgeCommands { get; }

    /// <summary>Connects a browser that is signed in as this user; it is in its groups when the task completes.</summary>
    Task<IRealTimeClient> ConnectAsync(TenantId tenant, UserId user);

    /// <summary>Lets a client hear a call, on behalf of a tenant; whether that was allowed.</summary>
    Task<bool> JoinCallAsync(IRealTimeClient client, TenantId tenant, CallId call);
}
