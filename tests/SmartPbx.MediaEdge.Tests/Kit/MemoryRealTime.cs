using System.Collections.Concurrent;
using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.MediaEdge.Tests.Kit;

/// <summary>A hub that remembers what was pushed where; commands never come.</summary>
internal sealed class MemoryRealTime : IRealTime, IEdgeCommandSource
{
    public ConcurrentQueue<(string Group, string Name)> Messages { get; } = new();

    public Task PushAsync(RealTimeTarget target, string name, object payload, CancellationToken cancellationToken)
    {
        Messages.Enqueue((target.Group, name));
        return Task.CompletedTask;
    }

    public IDisposable Subscribe(EdgeId edge, Action<EdgeCommand> onCommand) => new MemoryStream();
}
