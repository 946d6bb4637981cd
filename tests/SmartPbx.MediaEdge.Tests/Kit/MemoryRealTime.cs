using System.Collections.Concurrent;
using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.MediaEdge.Tests.Kit;

/// <summary>A hub that remembers what was pushed where, and brings the edge the commands that a test sends.</summary>
internal sealed class MemoryRealTime : IRealTime, IEdgeCommandSource
{
    private readonly ConcurrentDictionary<Subscription, Action<EdgeCommand>> _edges = new();

    public ConcurrentQueue<(string Group, string Name)> Messages { get; } = new();

    public Task PushAsync(RealTimeTarget target, string name, object payload, CancellationToken cancellationToken)
    {
        Messages.Enqueue((target.Group, name));
        return Task.CompletedTask;
    }

    public IDisposable Subscribe(EdgeId edge, Action<EdgeCommand> onCommand)
    {
        var subscription = new Subscription(this);
        _edges[subscription] = onCommand;
        return subscription;
    }

    /// <summary>To whoever listens.</summary>
    public void Send(EdgeCommand command)
    {
        foreach (var take in _edges.Values) take(command);
    }

    private sealed class Subscription(MemoryRealTime owner) : IDisposable
    {
        public void Dispose() => owner._edges.TryRemove(this, out _);
    }
}
