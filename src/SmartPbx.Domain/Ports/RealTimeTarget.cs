using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Ports;

/// <summary>Who gets a real-time message; made by the factory methods, so that every target but an edge names its tenant. A slash parts tenant and id, because no id has one.</summary>
public readonly record struct RealTimeTarget
{
    private RealTimeTarget(string group) => Group = group;

    /// <summary>Name of the group at the hub.</summary>
    public string Group { get; }

    public static RealTimeTarget Tenant(TenantId tenant) => new($"tenant:{tenant}");
    public static RealTimeTarget User(TenantId tenant, UserId user) => new($"user:{tenant}/{user}");
    public static RealTimeTarget Call(TenantId tenant, CallId call) => new($"call:{tenant}/{call}");
    /// <summary>Commands of the function app to one edge.</summary>
    public static RealTimeTarget Edge(EdgeId edge) => new($"edge:{edge}");
}
