using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Ports;

/// <summary>Lets a client's real-time connection hear one call; the hub itself is push only, so the client asks by REST.</summary>
public interface ICallGroups
{
    /// <summary>False when the connection is not open or is not the tenant's.</summary>
    Task<bool> JoinCallAsync(TenantId tenant, CallId call, string connectionId, CancellationToken cancellationToken);

    /// <summary>False when the connection is not open or is not the tenant's.</summary>
    Task<bool> LeaveCallAsync(TenantId tenant, CallId call, string connectionId, CancellationToken cancellationToken);
}
