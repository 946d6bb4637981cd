using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SmartPbx.Embedded.Tests;

/// <summary>A real HTTP server on a free loopback port.</summary>
public sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LoopbackServer(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public T Get<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    public static async Task<LoopbackServer> StartAsync(Action<IServiceCollection> services, Action<WebApplication> routes)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        services(builder.Services);
        var server = new LoopbackServer(builder.Build());
        server._app.Urls.Add("http://127.0.0.1:0");
        routes(server._app);
        await server._app.StartAsync();
        server.Address = new Uri(server.Get<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
