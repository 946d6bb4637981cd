using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Embedded.RealTime;

/// <summary>
/// The hub at <c>/hub</c>: push only, it has no methods a client could call, because serverless SignalR has none either. A connection joins the groups of its
/// token (claims <c>tenant</c> and <c>sub</c>); groups of calls are joined by REST.
/// </summary>
[Authorize]
public sealed class PushHub(HubConnections connections) : Hub
{
    private const string TenantClaim = "tenant";
    private const string UserClaim = "sub";

    public override async Task OnConnectedAsync()
    {
        if (!TenantId.TryParse(Claim(TenantClaim), out var tenant) || !UserId.TryParse(Claim(UserClaim) ?? Claim(ClaimTypes.NameIdentifier), out var user))
        {
            Context.Abort();
            return;
        }

        connections.Add(Context.ConnectionId, tenant);
        await Groups.AddToGroupAsync(Context.ConnectionId, RealTimeTarget.Tenant(tenant).Group);
        await Groups.AddToGroupAsync(Context.ConnectionId, RealTimeTarget.User(tenant, user).Group);
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        connections.Remove(Context.ConnectionId);
        return Task.CompletedTask;
    }

    private string? Claim(string name) => Context.User?.FindFirstValue(name);
}
