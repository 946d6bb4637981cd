using System.Diagnostics.Metrics;

namespace SmartPbx.MediaEdge.Trunks;

/// <summary>The trunks in <c>/metrics</c>.</summary>
internal static class TrunkGauges
{
    public static IEnumerable<Measurement<double>> Registered(TrunkBoard board, TimeProvider clock) =>
        board.All.Where(t => t.Trunk.Registration is not null).Select(t => new Measurement<double>(t.IsRegistered(clock.GetUtcNow()) ? 1 : 0, Labels(t)));

    public static IEnumerable<Measurement<double>> Up(TrunkBoard board) => board.All.SelectMany(t => t.Targets.Select(target =>
        new Measurement<double>(target.Health.IsUp ? 1 : 0, [.. Labels(t), new KeyValuePair<string, object?>("target", target.Uri.ToString())])));

    public static IEnumerable<Measurement<double>> Channels(TrunkBoard board) => board.All.Select(t => new Measurement<double>(board.Channels(t.Trunk), Labels(t)));

    private static KeyValuePair<string, object?>[] Labels(TrunkState state) => [new("tenant", state.Trunk.TenantId.Value), new("trunk", state.Trunk.Name)];
}
