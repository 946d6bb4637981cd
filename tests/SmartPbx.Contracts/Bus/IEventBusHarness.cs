using SmartPbx.Domain.Ports;

namespace SmartPbx.Contracts.Bus;

/// <summary>A fresh event bus under test, and its receiving end, which is not a port because hosts differ in it.</summary>
public interface IEventBusHarness : IAsyncDisposable
{
    /// <summary>After this an event that was handed out and not completed is handed out again.</summary>
    TimeSpan Lease { get; }

    IEventBus Bus { get; }
    ManualClock Clock { get; }

    /// <summary>Sets up the only subscriptions.</summary>
    Task SubscribeAsync(params (string Handler, string[] EventTypes)[] subscriptions);

    /// <summary>The next event for the handler that is due now; null when there is none.</summary>
    Task<ReceivedEvent?> ReceiveAsync(string handler);
}
