using System.Collections.Concurrent;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Ports;

namespace SmartPbx.MediaEdge.Tests.Kit;

/// <summary>A bus that remembers, and can be away.</summary>
internal sealed class MemoryBus : IEventBus
{
    private readonly ConcurrentQueue<CloudEvent> _events = new();

    public bool IsAway { get; set; }

    public IReadOnlyList<CloudEvent> Events => [.. _events];

    public Task PublishAsync(IReadOnlyList<CloudEvent> events, CancellationToken cancellationToken)
    {
        if (IsAway) return Task.FromException(new IOException("bus away"));
        foreach (var cloudEvent in events) _events.Enqueue(cloudEvent);
        return Task.CompletedTask;
    }

    public Task RetryAsync(CloudEvent cloudEvent, string handler, int attempt, DateTimeOffset notBefore, CancellationToken cancellationToken) => Task.CompletedTask;

    public IEnumerable<CloudEvent> Of(string type) => _events.Where(e => e.Type == type);
}
