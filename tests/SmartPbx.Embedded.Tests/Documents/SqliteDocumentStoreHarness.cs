using SmartPbx.Contracts;
using SmartPbx.Contracts.Documents;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Ports;
using SmartPbx.Embedded.Bus;

namespace SmartPbx.Embedded.Tests.Documents;

public sealed class SqliteDocumentStoreHarness : IDocumentStoreHarness
{
    private const string Listener = "listener";

    private readonly EmbeddedStores _stores = new();
    private readonly List<CloudEvent> _published = [];

    public SqliteDocumentStoreHarness() => _stores.Queue.RegisterSubscriptions([new BusSubscription(Listener, [.. EventCatalogue.All.Keys])]);

    public IDocumentStore Store => _stores.Documents;
    public ManualClock Clock => _stores.Clock;

    public async Task<IReadOnlyList<CloudEvent>> PublishedAsync()
    {
        while (await _stores.Queue.MoveOutboxAsync(CancellationToken.None))
        {
        }

        while (await _stores.Queue.LeaseAsync(Listener, TimeSpan.FromDays(1), CancellationToken.None) is { } message) _published.Add(message.Event);
        return _published;
    }

    public ValueTask DisposeAsync()
    {
        _stores.Dispose();
        return ValueTask.CompletedTask;
    }
}
