using SmartPbx.Embedded;
using SmartPbx.Embedded.Speech;
using SmartPbx.Media.RealTime;
using SmartPbx.MediaEdge;
using SmartPbx.MediaEdge.Configuration;
using SmartPbx.MediaEdge.Hosting;

// The edge as a process of its own, on the embedded adapters.
CollectorBudget.Apply();
// Settings are read once at the start; watching their folder for changes would follow every file that the edge writes below it.
var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false", .. args]);
builder.Logging.ClearProviders().AddJsonConsole(console =>
{
    console.IncludeScopes = true;
    console.UseUtcTimestamp = true;
});
try
{
    builder.Services.AddMediaEdge(builder.Configuration);
    var folder = builder.Configuration["Embedded:DataFolder"] ?? throw new EdgeConfigurationException(["Embedded:DataFolder: is missing: name a folder for the embedded stores"]);
    var publicUrl = new Uri(builder.Configuration["Embedded:PublicBaseUrl"] ?? "http://127.0.0.1:8080");
    builder.Services.AddEmbeddedStores(new EmbeddedOptions { DataFolder = folder, PublicBaseUrl = publicUrl });
    builder.Services.AddEmbeddedRealTime().AddEmbeddedSpeech().AddEmbeddedKnowledge(folder);
    var app = builder.Build();
    app.MapMediaEdge();
    CompiledCode.Prepare(typeof(EmbeddedOptions).Assembly);
    app.Lifetime.ApplicationStarted.Register(PacketThreads.GivePrecedence);
    await app.RunAsync();
    return 0;
}
catch (Exception refused) when (refused is EdgeConfigurationException or DataFolderException)
{
    using var logs = LoggerFactory.Create(logging => logging.AddJsonConsole());
    logs.CreateLogger("SmartPbx.MediaEdge").LogCritical("{Reason}", refused.Message);
    return 2;
}
