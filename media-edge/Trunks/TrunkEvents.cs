using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Identity;
using SmartPbx.MediaEdge.Configuration;
using SmartPbx.MediaEdge.Spool;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Trunks;

/// <summary>Tells the log, and by <c>trunk.state_changed</c> everybody else, when a carrier comes up or goes down.</summary>
public sealed class TrunkEvents(EventSpool spool, EdgeOptions options, IIdSource ids, TimeProvider clock, ILogger<TrunkEvents> logger)
{
    /// <summary>What a probe or a call found out about a target.</summary>
    public void Observe(Trunk trunk, TrunkTarget target, bool answered, int? status)
    {
        if (target.Observe(answered)) Changed(trunk, target.Uri.ToString(), target.Health.IsUp, status);
    }

    public void RegistrationChanged(Trunk trunk, bool isUp) => Changed(trunk, "registration", isUp, null);

    public void RegistrationRefused(Trunk trunk, SipUri target, int status) =>
        logger.LogWarning("trunk {Trunk} of tenant {Tenant}: {Target} refuses the registration with {Status}", trunk.Name, trunk.TenantId, target, status);

    private void Changed(Trunk trunk, string what, bool isUp, int? status)
    {
        logger.LogWarning("trunk {Trunk} of tenant {Tenant}: {What} is {State} ({Status})", trunk.Name, trunk.TenantId, what, isUp ? "up" : "down", status);
        var changed = new TrunkStateChanged(options.EdgeId, trunk.Name, what, isUp ? "up" : "down", status);
        _ = spool.AppendAsync(CloudEvent.Create(EventCatalogue.TrunkStateChanged, $"{options.EdgeId}-{ids.NewId()}", $"/edge/{options.EdgeId}", trunk.TenantId, trunk.Name,
            clock.GetUtcNow(), changed));
    }
}
