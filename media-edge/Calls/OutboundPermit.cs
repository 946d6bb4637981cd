using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.MediaEdge.Routing;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>A call's leave to go outside: asked of the toll-fraud guard once the route is known, given back at the end. Used by the mailbox alone.</summary>
internal sealed class OutboundPermit(CallServices services, LiveCall state)
{
    private IDisposable? _permit;

    /// <summary>Null: the call may go on. An emergency always may.</summary>
    public CallOutcome? Admit(CallRoute route)
    {
        if (route.OutsideNumber is not { } number) return null;
        var line = (CallDestination.Line)route.Destinations[0];
        state.Cdr = state.Cdr with { Direction = CallDirection.Outbound, Trunk = line.Ways[0].State.Trunk.Name, SentNumber = line.Ways[0].Leg.Number };
        if (route.IsEmergency) return null;
        return services.Toll.TryBegin(route.Tenant, state.Cdr.Caller, number, out _permit) ? null : CallOutcome.OutboundBlocked;
    }

    /// <summary>The way that took the call is the one that the record names.</summary>
    public void Answered(CalleeFork fork)
    {
        if (fork.Line is { Way: var way }) state.Cdr = state.Cdr with { Trunk = way.State.Trunk.Name, SentNumber = way.Leg.Number };
    }

    public void GiveBack() => _permit?.Dispose();
}
