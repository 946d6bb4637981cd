using SmartPbx.Domain.Events;
using static SmartPbx.Contracts.Samples;

namespace SmartPbx.Contracts.Bus;

/// <summary>What every event bus promises.</summary>
public abstract class EventBusContract(IEventBusHarness harness) : IAsyncLifetime
{
    private const string Billing = "MeterUsage";
    private const string Records = "RecordCall";

    private static CancellationToken None => CancellationToken.None;

    public Task InitializeAsync() =>
        harness.SubscribeAsync((Billing, [EventCatalogue.ConfigChanged.Name]), (Records, [EventCatalogue.ConfigChanged.Name, EventCatalogue.CallStarted.Name]));

    public async Task DisposeAsync() => await harness.DisposeAsync();

    private async Task<List<string>> ReceiveIdsAsync(string handler)
    {
        List<string> ids = [];
        while (await harness.ReceiveAsync(handler) is { } received) ids.Add(received.Event.Id);
        return [.. ids.Order(StringComparer.Ordinal)];
    }

    private CloudEvent Event(string id) => Changed(Alpha, id, harness.Clock.GetUtcNow());

    [Fact]
    public async Task Every_handler_subscribed_to_the_type_gets_the_event_as_it_was()
    {
        var sent = Event("e1");
        await harness.Bus.PublishAsync([sent], None);

        foreach (var handler in new[] { Billing, Records })
        {
            var received = (await harness.ReceiveAsync(handler))!;
            Assert.Equal(sent with { Data = received.Event.Data }, received.Event);
            Assert.Equal(sent.Payload(EventCatalogue.ConfigChanged), received.Event.Payload(EventCatalogue.ConfigChanged));
            Assert.Equal(1, received.Attempt);
        }
    }

    [Fact]
    public async Task Events_published_together_come_one_by_one_to_whoever_subscribed()
    {
        await harness.Bus.PublishAsync([Event("e1"), Event("e2") with { Type = EventCatalogue.CallStarted.Name }, Event("e3")], None);

        Assert.Equal(["e1", "e3"], await ReceiveIdsAsync(Billing));
        Assert.Equal(["e1", "e2", "e3"], await ReceiveIdsAsync(Records));
    }

    [Fact]
    public async Task A_handler_gets_no_event_of_a_type_it_has_not_subscribed_to()
    {
        await harness.Bus.PublishAsync([Event("e1") with { Type = EventCatalogue.CallStarted.Name }], None);

        Assert.Null(await harness.ReceiveAsync(Billing));
        Assert.NotNull(await harness.ReceiveAsync(Records));
    }

    [Fact]
    public async Task A_completed_event_does_not_come_again()
    {
        await harness.Bus.PublishAsync([Event("e1")], None);
        await (await harness.ReceiveAsync(Billing))!.Complete();
        harness.Clock.Advance(harness.Lease * 2);

        Assert.Null(await harness.ReceiveAsync(Billing));
    }

    [Fact]
    public async Task An_event_that_is_not_completed_comes_again_when_its_lease_is_over()
    {
        await harness.Bus.PublishAsync([Event("e1")], None);
        Assert.NotNull(await harness.ReceiveAsync(Billing));
        Assert.Null(await harness.ReceiveAsync(Billing));
        harness.Clock.Advance(harness.Lease + TimeSpan.FromSeconds(1));

        Assert.Equal("e1", (await harness.ReceiveAsync(Billing))!.Event.Id);
    }

    [Fact]
    public async Task A_retry_goes_to_its_handler_alone_and_not_before_its_time()
    {
        await harness.Bus.RetryAsync(Event("e1"), Billing, attempt: 3, harness.Clock.GetUtcNow() + TimeSpan.FromMinutes(5), None);

        harness.Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        Assert.Null(await harness.ReceiveAsync(Billing));
        harness.Clock.Advance(TimeSpan.FromSeconds(1));
        var received = (await harness.ReceiveAsync(Billing))!;
        Assert.Equal(("e1", 3), (received.Event.Id, received.Attempt));
        Assert.Null(await harness.ReceiveAsync(Records));
    }

    [Fact]
    public async Task Each_event_keeps_its_own_tenant()
    {
        await harness.Bus.PublishAsync([Changed(Alpha, "e1", harness.Clock.GetUtcNow())], None);
        await harness.Bus.PublishAsync([Changed(Beta, "e1", harness.Clock.GetUtcNow())], None);

        var tenants = new[] { (await harness.ReceiveAsync(Billing))!.Event.TenantId, (await harness.ReceiveAsync(Billing))!.Event.TenantId };
        Assert.Equal([Alpha, Beta], tenants.OrderBy(t => t.Value));
    }
}
