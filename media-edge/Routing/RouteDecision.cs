using SmartPbx.Domain.Calls;

namespace SmartPbx.MediaEdge.Routing;

/// <summary>What routing makes of a caller and a dialled number.</summary>
public abstract record RouteDecision
{
    private RouteDecision()
    {
    }

    public sealed record To(CallRoute Route) : RouteDecision;

    public sealed record Refused(CallOutcome Outcome) : RouteDecision;
}
