using System.Collections.Immutable;
using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Embedded.RealTime;

/// <summary>Commands to an edge that lives in this process: called back on the pusher's thread.</summary>
public sealed class EdgeCommands : IEdgeCommandSource
{
    private ImmutableList<Subscription> _subscriptions = [];

    public IDisposable Subscribe(EdgeId edge, Action<EdgeCommand> onCommand)
    {
        var subscription = new Subscription(this, RealTimeTarget.Edge(edge).Group, onCommand);
        ImmutableInterlocked.Update(ref _subscriptions, list => list.Add(subscription));
        return subscription;
    }

    /// <summary>Whether the group is an edge's; its commands then went to those who listen, if any.</summary>
    internal bool Deliver(RealTimeTarget target, object payload)
    {
        if (!target.Group.StartsWith("edge:", StringComparison.Ordinal)) return false;
        if (payload is not EdgeCommand command) throw new ArgumentException($"an edge takes commands only, not {payload.GetType().Name}", nameof(payload));
        foreach (var subscription in _subscriptions)
            if (subscription.Group == target.Group)
                subscription.OnCommand(command);
        return true;
    }

    private sealed class Subscription(EdgeCommands owner, string group, Action<EdgeCommand> onCommand) : IDisposable
    {
        public string Group { get; } = group;
        public Action<EdgeCommand> OnCommand { get; } = onCommand;

        public void Dispose() => ImmutableInterlocked.Update(ref owner._subscriptions, list => list.Remove(this));
    }
}
