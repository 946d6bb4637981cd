using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.MediaEdge.Routing;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>
/// A call's leave to go outside: asked of the toll-fraud guard for each leg that leaves, once its route is known, and held by that leg from its INVITE to its
/// end. Used by the mailbox alone.
/// </summary>
internal sealed class OutboundPermit(CallServices services, LiveCall state)
{
    private IDisposable? _waiting;

    /// <summary>The call as it was dialled. Null: it may go on. An emergency always may.</summary>
    public CallOutcome? Admit(CallRoute route)
    {
        if (route.OutsideNumber is null) return null;
        var line = (CallDestination.Line)route.Destinations[0];
        state.Cdr = state.Cdr with { Direction = CallDirection.Outbound, Trunk = line.Ways[0].State.Trunk.Name, SentNumber = line.Ways[0].Leg.Number };
        return AdmitLeg(route, state.Cdr.Caller);
    }

    /// <summary>A leg that this extension sends out, by dialling, by a transfer or by a forward. Null: it may go.</summary>
    public CallOutcome? AdmitLeg(CallRoute route, string extension)
    {
        if (route is not { OutsideNumber: { } number, IsEmergency: false }) return null;
        GiveBack();
        return services.Toll.TryBegin(route.Tenant, extension, number, out _waiting) ? null : CallOutcome.OutboundBlocked;
    }

    /// <summary>The leg that goes out holds the leave from now on; null: it needs none.</summary>
    public IDisposable? Take()
    {
        var taken = _waiting;
        _waiting = null;
        return taken;
    }

    /// <summary>The way that took the call is the one that the record names.</summary>
    public void Answered(CalleeFork fork)
    {
        if (fork.Line is { Way: var way } && state.Cdr.Direction == CallDirection.Outbound)
            state.Cdr = state.Cdr with { Trunk = way.State.Trunk.Name, SentNumber = way.Leg.Number };
    }

    /// <summary>No leg went out with it.</summary>
    public void GiveBack() => Take()?.Dispose();
}
