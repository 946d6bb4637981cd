using System.Globalization;
using System.Net;
using SmartPbx.Embedded;
using SmartPbx.Embedded.Speech;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions;

/// <summary>
/// The function app as a process of its own, on the embedded adapters. Keys: <c>FUNCTIONS_CUSTOMHANDLER_PORT</c> (told by the Functions host),
/// <c>Embedded:DataFolder</c>, <c>Embedded:PublicBaseUrl</c>.
/// </summary>
public static class FunctionsHost
{
    private const int DefaultPort = 7080;

    /// <summary>Composes the process; the caller runs it.</summary>
    /// <exception cref="FunctionsConfigurationException">A key is missing or wrong; the message names it.</exception>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        var port = builder.Configuration.GetValue<int?>(TriggerRoutes.PortVariable) ?? DefaultPort;
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        builder.Services.AddEmbeddedStores(new EmbeddedOptions
        {
            DataFolder = builder.Configuration["Embedded:DataFolder"] ?? throw new FunctionsConfigurationException("configuration key Embedded:DataFolder is missing"),
            PublicBaseUrl = new Uri(builder.Configuration["Embedded:PublicBaseUrl"] ?? string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")),
        });
        builder.Services.AddEmbeddedKnowledge();
        builder.Services.AddEmbeddedSpeech();
        builder.Services.AddEmbeddedRealTime();
        builder.Services.AddFunctions(builder.Configuration);
        var app = builder.Build();
        app.MapFunctions();
        app.MapEmbeddedBlobs();
        app.MapEmbeddedRealTime();
        app.MapGet("/", () => "ready").AllowAnonymous().ExcludeFromDescription(); // how the Functions host learns that the process is up
        return app;
    }
}
