using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SmartPbx.Contracts.RealTime;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Embedded.RealTime;

namespace SmartPbx.Embedded.Tests.RealTime;

public sealed class EmbeddedRealTimeHarness : IRealTimeHarness
{
    private readonly LoopbackServer _server = LoopbackServer.StartAsync(AddServices, UseRoutes).GetAwaiter().GetResult();

    public IRealTime RealTime => _server.Get<IRealTime>();
    public IEdgeCommandSource EdgeCommands => _server.Get<IEdgeCommandSource>();
    public Uri Address => _server.Address;

    public async Task<IRealTimeClient> ConnectAsync(TenantId tenant, UserId user)
    {
        var client = await HubClient.ConnectAsync(Address, $"{tenant}/{user}");
        await WaitForGroupsAsync(client, tenant, user);
        return client;
    }

    public Task<bool> JoinCallAsync(IRealTimeClient client, TenantId tenant, CallId call) =>
        _server.Get<EmbeddedRealTime>().JoinCallAsync(tenant, call, ((HubClient)client).ConnectionId, CancellationToken.None);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>The handshake is answered before the groups are joined: the connection is ready when it hears its user's group, the last that is joined.</summary>
    private async Task WaitForGroupsAsync(HubClient client, TenantId tenant, UserId user)
    {
        var heard = client.ReadAsync();
        while (!heard.IsCompleted)
        {
            await RealTime.PushAsync(RealTimeTarget.User(tenant, user), "ready", new { client.ConnectionId }, CancellationToken.None);
            await Task.WhenAny(heard, Task.Delay(5));
        }

        await heard;
        await RealTime.PushAsync(RealTimeTarget.User(tenant, user), "ready.last", new { client.ConnectionId }, CancellationToken.None);
        while ((await client.ReadAsync()).Name != "ready.last")
        {
        }
    }

    private static void AddServices(IServiceCollection services)
    {
        services.AddAuthentication(TestSignIn.Name).AddScheme<AuthenticationSchemeOptions, TestSignIn>(TestSignIn.Name, null);
        services.AddAuthorization();
        services.AddEmbeddedRealTime();
    }

    private static void UseRoutes(WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapEmbeddedRealTime();
    }
}
