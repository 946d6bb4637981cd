using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Directory;

/// <summary>
/// A carrier. In: recognised by its source address, by digest, or because we register with it. Out: an ordered list of targets. A trunk
/// without targets takes calls only.
/// </summary>
public sealed record Trunk
{
    public const int MaxTargets = 16;
    public const int MaxSourceAddresses = 64;

    public required TenantId TenantId { get; init; }
    public required string Name { get; init; }
    /// <summary>Off: nothing comes in or goes out, nothing is registered.</summary>
    public bool Active { get; init; } = true;
    /// <summary>Addresses or CIDR blocks from which its requests come.</summary>
    public required IReadOnlyList<string> SourceAddresses { get; init; }
    /// <summary>How the carrier proves itself by digest; with source addresses both are wanted, without them the digest alone.</summary>
    public TrunkSignIn? SignIn { get; init; }
    /// <summary>Where calls go, best first: SIP URIs such as <c>sip:sip.carrier.example;transport=tcp</c> or <c>sip:192.0.2.1:5080</c>.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];
    /// <summary>Host of our identity towards the carrier (From, P-Asserted-Identity, address of record); null: that of the target.</summary>
    public string? Domain { get; init; }
    /// <summary>Who we are when the carrier asks (401, 407); null: we cannot answer.</summary>
    public TrunkCredentials? Credentials { get; init; }
    /// <summary>Null: we do not register.</summary>
    public RegistrationSettings? Registration { get; init; }
    /// <summary>Between two OPTIONS to each target; 0: none is sent and every target counts as up.</summary>
    public int OptionsSeconds { get; init; }
    /// <summary>Calls at once, both directions together.</summary>
    public int MaxChannels { get; init; } = 100;
    /// <summary>New calls a second, both directions together.</summary>
    public int MaxCallsPerSecond { get; init; } = 50;
    public CallerIdRule CallerId { get; init; } = new();
    public NumberFormat NumberFormat { get; init; } = new();
    /// <summary>Codecs that may be offered, by their SDP names; empty: all that the edge has.</summary>
    public IReadOnlyList<string> Codecs { get; init; } = [];
}
