using SmartPbx.Domain.Events;
using SmartPbx.Domain.Ports;
using SmartPbx.Embedded.Bus;
using static SmartPbx.Contracts.Samples;

namespace SmartPbx.Embedded.Tests.Bus;

public sealed class OutboxPublisherTests : IDisposable
{
    private const string Handler = "RecordCall";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private readonly EmbeddedStores _stores = new();

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => _stores.Dispose();

    private void Subscribe() => _stores.Queue.RegisterSubscriptions([new BusSubscription(Handler, [EventCatalogue.ConfigChanged.Name])]);

    private CloudEvent Event(string id) => Changed(Alpha, id, _stores.Clock.GetUtcNow());

    private Task Commit(string id) => _stores.Documents.CommitAsync(AlphaCall, [DocumentOperation.Publish(Event(id))], None);

    private async Task<List<string>> Arrived(int count)
    {
        var ids = new List<string>();
        while (ids.Count < count)
        {
            await _stores.Queue.WaitForMessagesAsync(Handler, None).WaitAsync(Soon);
            while (await _stores.Queue.LeaseAsync(Handler, Soon, None) is { } message) ids.Add(message.Event.Id);
        }

        return ids;
    }

    [Fact]
    public async Task Publishes_what_is_committed_while_it_runs_at_once()
    {
        Subscribe();
        await _stores.Publisher.StartAsync(None);
        await Commit("e1");
        Assert.Equal(["e1"], await Arrived(1));
        await Commit("e2");

        Assert.Equal(["e2"], await Arrived(1));
        await _stores.Publisher.StopAsync(None);
    }

    [Fact]
    public async Task Publishes_after_a_restart_what_was_committed_and_not_published()
    {
        Subscribe();
        await Commit("e1");
        await Commit("e2");
        _stores.Reopen();
        Subscribe();
        await _stores.Publisher.StartAsync(None);

        Assert.Equal(["e1", "e2"], await Arrived(2));
        await _stores.Publisher.StopAsync(None);
        Assert.False(await _stores.Queue.MoveOutboxAsync(None));
    }

    [Fact]
    public async Task Keeps_events_until_somebody_has_subscribed()
    {
        await _stores.Publisher.StartAsync(None);
        await Commit("e1");
        await _stores.Queue.PublishAsync([Event("e2")], None);
        Subscribe();

        Assert.Equal(["e1", "e2"], await Arrived(2));
        await _stores.Publisher.StopAsync(None);
    }

    [Fact]
    public async Task Stops_promptly_when_there_is_nothing_to_do()
    {
        await _stores.Publisher.StartAsync(None);

        await _stores.Publisher.StopAsync(None).WaitAsync(Soon);
    }
}
