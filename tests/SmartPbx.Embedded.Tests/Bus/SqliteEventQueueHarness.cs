using SmartPbx.Contracts;
using SmartPbx.Contracts.Bus;
using SmartPbx.Domain.Ports;
using SmartPbx.Embedded.Bus;

namespace SmartPbx.Embedded.Tests.Bus;

public sealed class SqliteEventQueueHarness : IEventBusHarness
{
    private readonly EmbeddedStores _stores = new();

    public TimeSpan Lease { get; } = TimeSpan.FromMinutes(1);
    public IEventBus Bus => _stores.Queue;
    public ManualClock Clock => _stores.Clock;

    public Task SubscribeAsync(params (string Handler, string[] EventTypes)[] subscriptions)
    {
        _stores.Queue.RegisterSubscriptions(subscriptions.Select(s => new BusSubscription(s.Handler, s.EventTypes)));
        return Task.CompletedTask;
    }

    public async Task<ReceivedEvent?> ReceiveAsync(string handler) =>
        await _stores.Queue.LeaseAsync(handler, Lease, CancellationToken.None) is { } message
            ? new ReceivedEvent(message.Event, message.Attempt, () => _stores.Queue.CompleteAsync(message, CancellationToken.None))
            : null;

    public ValueTask DisposeAsync()
    {
        _stores.Dispose();
        return ValueTask.CompletedTask;
    }
}
