using System.Net;
using SmartPbx.Domain.Directory;
using SmartPbx.Sip.Authentication;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Trunks;

/// <summary>One trunk while the edge runs: its settings, its targets, and whether the carrier has our registration. Thread-safe.</summary>
public sealed class TrunkState
{
    private long _registeredUntilTicks;

    public TrunkState(Trunk trunk, DigestClient? credentials)
    {
        (Trunk, Credentials) = (trunk, credentials);
        Targets = [.. trunk.Targets.Select(t => SipUri.TryParse(t, out var uri) && uri.IsSip ? new TrunkTarget(uri) : null).OfType<TrunkTarget>().Take(Trunk.MaxTargets)];
    }

    public Trunk Trunk { get; }

    /// <summary>Answers the carrier's challenges; null: we have no user there.</summary>
    public DigestClient? Credentials { get; }

    public IReadOnlyList<TrunkTarget> Targets { get; }

    /// <summary>User of the Contact that we register, by which the carrier's calls come back.</summary>
    public string? ContactUser => Trunk.Registration is { } registration ? registration.User ?? Trunk.Credentials?.Username : null;

    /// <summary>End of the registration that the carrier granted.</summary>
    public DateTimeOffset RegisteredUntil
    {
        get => new(Volatile.Read(ref _registeredUntilTicks), TimeSpan.Zero);
        set => Volatile.Write(ref _registeredUntilTicks, value.UtcTicks);
    }

    /// <summary>Whether the carrier can reach us: by a registration, where it wants one.</summary>
    public bool IsRegistered(DateTimeOffset now) => Trunk.Registration is null || now < RegisteredUntil;

    /// <summary>Whether requests from this address may be this carrier's, because it is where we send ours.</summary>
    public bool IsAt(IPAddress address) => Targets.Any(t => t.Flows.Any(f => f.Remote.Address.Equals(address)));
}
