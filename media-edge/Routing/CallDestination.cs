using SmartPbx.MediaEdge.Registrar;
using SmartPbx.MediaEdge.Trunks;

namespace SmartPbx.MediaEdge.Routing;

/// <summary>What one leg B rings.</summary>
public abstract record CallDestination
{
    private CallDestination()
    {
    }

    /// <summary>A registered phone.</summary>
    public sealed record Phone(Binding Binding) : CallDestination;

    /// <summary>A carrier: the ways to it one after another, each only when those before it did not take the call.</summary>
    public sealed record Line(IReadOnlyList<TrunkWay> Ways) : CallDestination;
}
