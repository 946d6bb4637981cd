using SmartPbx.Domain.Identity;

namespace SmartPbx.MediaEdge.Trunks;

/// <summary>A trunk as <c>/edge/status</c> shows it.</summary>
/// <param name="Registered">Null: it does not register.</param>
public sealed record TrunkStatus(TenantId Tenant, string Trunk, bool? Registered, int Channels, IReadOnlyList<TrunkStatus.Target> Targets)
{
    /// <param name="Resting">It asked to be left alone for now.</param>
    public sealed record Target(string Uri, bool Up, bool Resting, int Addresses);

    /// <summary>All trunks that call out.</summary>
    public static IReadOnlyList<TrunkStatus> Of(TrunkBoard board, DateTimeOffset now) =>
    [
        .. board.All.OrderBy(t => t.Trunk.TenantId.Value, StringComparer.Ordinal).ThenBy(t => t.Trunk.Name, StringComparer.Ordinal).Select(t => new TrunkStatus(
            t.Trunk.TenantId, t.Trunk.Name, t.Trunk.Registration is null ? null : t.IsRegistered(now), board.Channels(t.Trunk),
            [.. t.Targets.Select(target => new Target(target.Uri.ToString(), target.Health.IsUp, target.Health.IsResting(now), target.Flows.Count))])),
    ];
}
