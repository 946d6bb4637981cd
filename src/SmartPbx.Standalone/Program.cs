#pragma warning disable RS0030 // a host prints to its terminal
using SmartPbx.Embedded;
using SmartPbx.Embedded.Speech;
using SmartPbx.Functions;
using SmartPbx.Functions.Hosting;
using SmartPbx.MediaEdge;
using SmartPbx.MediaEdge.Configuration;
using SmartPbx.Standalone;
using SmartPbx.Standalone.Bus;
using SmartPbx.Standalone.Configuration;
using SmartPbx.Standalone.Seeding;

const int ConfigurationError = 78; // EX_CONFIG of sysexits.h

try
{
    // Settings are read once at the start; watching their folder for changes would follow every file that the product writes below it.
    var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false", .. args]);
    builder.WebHost.UseKestrelHttpsConfiguration();
    if (Environment.GetEnvironmentVariable("SMARTPBX_CONFIG") is { Length: > 0 } file) builder.Configuration.Sources.Insert(0, new YamlConfigurationSource(file));
    var options = StandaloneOptions.Read(builder.Configuration);
    builder.Configuration.Sources.Insert(0, StandaloneDefaults.Source(options));
    var seed = SeedOptions.Read(builder.Configuration);

    builder.Logging.ClearProviders();
    builder.Logging.AddFilter("Microsoft", LogLevel.Warning); // the framework's request lines would carry access tokens of the hub
    if (options.JsonLogs) builder.Logging.AddJsonConsole(json => { json.IncludeScopes = true; json.UseUtcTimestamp = true; });
    else builder.Logging.AddSimpleConsole(text => text.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
    builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(options.Http));

    builder.Services.AddSingleton(options);
    builder.Services.AddEmbeddedStores(new EmbeddedOptions { DataFolder = options.DataFolder, PublicBaseUrl = options.PublicUrl });
    builder.Services.AddEmbeddedKnowledge(options.DataFolder);
    builder.Services.AddEmbeddedSpeech();
    builder.Services.AddEmbeddedRealTime();
    builder.Services.AddMediaEdge(builder.Configuration);
    builder.Services.AddFunctions(builder.Configuration);
    builder.Services.AddHostedService<BusPump>();

    var app = builder.Build();
    var signIns = await ActivatorUtilities.CreateInstance<DemoTenant>(app.Services, seed).EnsureAsync(CancellationToken.None);
    app.MapFunctions();
    app.MapMediaEdge();
    app.MapEmbeddedRealTime();
    app.MapEmbeddedBlobs();
    app.MapConsole();
    app.Lifetime.ApplicationStarted.Register(() =>
    {
        if (!options.JsonLogs) Console.WriteLine(Welcome.Text(options, app.Configuration["Edge:Sip:Bind"] ?? "127.0.0.1:5060", signIns));
    });
    await app.RunAsync();
    return 0;
}
catch (Exception refused) when (refused is ConfigurationException or DataFolderException or EdgeConfigurationException or FunctionsConfigurationException)
{
    await Console.Error.WriteLineAsync($"SmartPBX does not start: {refused.Message}");
    return ConfigurationError;
}
