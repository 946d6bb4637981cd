using SmartPbx.Domain.Hitl;

namespace SmartPbx.Agents.Hitl;

/// <summary>How urgent an alert is: high when retrieval found next to nothing.</summary>
internal static class AlertUrgency
{
    private const double HighBelow = 0.3;

    public static Urgency Of(IReadOnlyList<RetrievedItem> retrieved)
    {
        var best = 0.0;
        foreach (var item in retrieved) best = Math.Max(best, item.Score);
        return best < HighBelow ? Urgency.High : Urgency.Medium;
    }
}
