using SmartPbx.Domain.Events;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Embedded.Bus;
using static SmartPbx.Contracts.Samples;

namespace SmartPbx.Embedded.Tests.Bus;

public sealed class SqliteEventQueueTests : IDisposable
{
    private const string Handler = "MeterUsage";
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private readonly EmbeddedStores _stores = new();

    public SqliteEventQueueTests() => Subscribe();

    private static CancellationToken None => CancellationToken.None;
    private SqliteEventQueue Queue => _stores.Queue;

    public void Dispose() => _stores.Dispose();

    private void Subscribe() => Queue.RegisterSubscriptions([new BusSubscription(Handler, [EventCatalogue.ConfigChanged.Name])]);

    private Task Publish(string id, TenantId? tenant = null) => Queue.PublishAsync([Changed(tenant ?? Alpha, id, _stores.Clock.GetUtcNow())], None);

    private Task<LeasedMessage?> Take() => Queue.LeaseAsync(Handler, Lease, None);

    private async Task<IReadOnlyList<DeadLetter>> DeadLetters(TenantId tenant) =>
        [.. (await _stores.Documents.QueryAsync(tenant, new DocumentQuery<DeadLetter>(DeadLetter.Kind), None)).Items.Select(i => i.Value)];

    [Fact]
    public async Task Messages_outlive_the_process_and_a_lease_of_a_dead_one_ends()
    {
        await Publish("e1");
        Assert.NotNull(await Take());
        _stores.Reopen();
        Subscribe();
        Assert.Null(await Take());
        _stores.Clock.Advance(Lease);

        var again = (await Take())!;
        Assert.Equal(("e1", 2), (again.Event.Id, again.DeliveryCount));
    }

    [Fact]
    public async Task An_abandoned_message_comes_again_not_before_its_time_and_is_counted()
    {
        await Publish("e1");
        Assert.True(await Queue.AbandonAsync((await Take())!, _stores.Clock.GetUtcNow() + Soon, None));
        Assert.Null(await Take());
        _stores.Clock.Advance(Soon);

        Assert.Equal(2, (await Take())!.DeliveryCount);
    }

    [Fact]
    public async Task Who_lost_his_lease_can_neither_complete_nor_abandon()
    {
        await Publish("e1");
        var late = (await Take())!;
        _stores.Clock.Advance(Lease);
        var current = (await Take())!;

        Assert.False(await Queue.CompleteAsync(late, None));
        Assert.False(await Queue.AbandonAsync(late, _stores.Clock.GetUtcNow(), None));
        Assert.False(await Queue.DeadLetterAsync(late, "late", None));
        Assert.True(await Queue.CompleteAsync(current, None));
    }

    [Fact]
    public async Task A_renewed_lease_lasts_from_then()
    {
        await Publish("e1");
        var message = (await Take())!;
        _stores.Clock.Advance(Lease / 2);
        Assert.True(await Queue.RenewAsync(message, Lease, None));
        _stores.Clock.Advance(Lease * 0.75);

        Assert.Null(await Take());
        Assert.True(await Queue.CompleteAsync(message, None));
    }

    [Fact]
    public async Task A_message_given_back_ten_times_becomes_a_dead_letter_of_its_tenant()
    {
        await Publish("e1");
        for (var i = 0; i < SqliteEventQueue.MaxDeliveries; i++) await Queue.AbandonAsync((await Take())!, _stores.Clock.GetUtcNow(), None);

        Assert.Null(await Take());
        var letter = Assert.Single(await DeadLetters(Alpha));
        Assert.Equal((Handler, 10, "e1", Alpha), (letter.Handler, letter.Attempts, letter.Event.Id, letter.TenantId));
        Assert.Empty(await DeadLetters(Beta));
    }

    [Fact]
    public async Task A_message_that_kills_its_receiver_every_time_becomes_a_dead_letter()
    {
        await Publish("e1");
        for (var i = 0; i < SqliteEventQueue.MaxDeliveries; i++)
        {
            Assert.NotNull(await Take());
            _stores.Clock.Advance(Lease);
        }

        Assert.Null(await Take());
        Assert.Single(await DeadLetters(Alpha));
    }

    [Fact]
    public async Task Tenants_take_turns()
    {
        foreach (var id in new[] { "a1", "a2", "a3" }) await Publish(id);
        await Publish("b1", Beta);

        var order = new List<string>();
        while (await Take() is { } message) order.Add(message.Event.Id);
        Assert.Equal(["a1", "b1", "a2", "a3"], order);
    }

    [Fact]
    public async Task Two_receivers_never_get_the_same_message()
    {
        for (var i = 0; i < 20; i++) await Publish($"e{i}");

        var taken = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Task.Run(Take)));
        Assert.Equal(20, taken.OfType<LeasedMessage>().Select(m => m.Event.Id).Distinct().Count());
        Assert.Equal(10, taken.Count(m => m is null));
    }

    [Fact]
    public async Task A_waiting_receiver_wakes_when_a_message_is_published()
    {
        var waiting = Queue.WaitForMessagesAsync(Handler, None);
        Assert.False(waiting.IsCompleted);
        await Publish("e1");

        await waiting.WaitAsync(Soon);
        Assert.NotNull(await Take());
    }

    [Fact]
    public async Task A_waiting_receiver_wakes_at_the_time_of_a_scheduled_message()
    {
        await Queue.RetryAsync(Changed(Alpha, "e1", _stores.Clock.GetUtcNow()), Handler, 2, _stores.Clock.GetUtcNow() + Soon, None);
        var waiting = Queue.WaitForMessagesAsync(Handler, None);
        _stores.Clock.Advance(Soon / 2);
        Assert.False(waiting.IsCompleted);
        _stores.Clock.Advance(Soon / 2);

        await waiting.WaitAsync(Soon);
        Assert.NotNull(await Take());
    }

    [Fact]
    public async Task A_wait_ends_with_its_token()
    {
        using var stop = new CancellationTokenSource();
        var waiting = Queue.WaitForMessagesAsync(Handler, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Soon));
    }
}
