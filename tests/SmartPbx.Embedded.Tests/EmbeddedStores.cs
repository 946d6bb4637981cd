using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SmartPbx.Contracts;
using SmartPbx.Domain.Ports;
using SmartPbx.Embedded.Bus;
using SmartPbx.Embedded.Database;
using SmartPbx.Embedded.Documents;

namespace SmartPbx.Embedded.Tests;

/// <summary>The embedded stores as a host registers them, on a folder and a clock that survive <see cref="Reopen"/>.</summary>
public sealed class EmbeddedStores : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private ServiceProvider _services;

    public EmbeddedStores() => _services = Start();

    public ManualClock Clock { get; } = new();
    public string FolderPath => _folder.Path;
    public IDocumentStore Documents => Get<IDocumentStore>();
    public SqliteEventQueue Queue => Get<SqliteEventQueue>();
    public IBlobStore Blobs => Get<IBlobStore>();
    public EmbeddedDatabase Database => Get<EmbeddedDatabase>();

    /// <summary>As it runs in a host, which this one does not start by itself.</summary>
    public OutboxPublisher Publisher => _services.GetServices<IHostedService>().OfType<OutboxPublisher>().Single();
    public ExpirySweeper Sweeper => _services.GetServices<IHostedService>().OfType<ExpirySweeper>().Single();

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Ends the process, so to speak, and starts it again on the same folder.</summary>
    public void Reopen()
    {
        _services.Dispose();
        _services = Start();
    }

    public void Dispose()
    {
        _services.Dispose();
        _folder.Dispose();
    }

    private ServiceProvider Start() => new ServiceCollection()
        .AddLogging()
        .AddSingleton<TimeProvider>(Clock)
        .AddEmbeddedStores(new EmbeddedOptions { DataFolder = _folder.Path, PublicBaseUrl = new Uri("http://127.0.0.1") })
        .BuildServiceProvider();
}
