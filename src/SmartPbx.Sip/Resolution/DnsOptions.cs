using System.Net;

namespace SmartPbx.Sip.Resolution;

/// <summary>How names are asked for.</summary>
public sealed record DnsOptions
{
    /// <summary>Servers in the order to ask them; empty: those of <c>/etc/resolv.conf</c>.</summary>
    public IReadOnlyList<IPEndPoint> Servers { get; init; } = [];

    /// <summary>One server, one try.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Rounds over all servers.</summary>
    public int Attempts { get; init; } = 2;

    /// <summary>Answers that are remembered.</summary>
    public int MaxCached { get; init; } = 10_000;

    /// <summary>The longest that an answer is remembered, whatever it says.</summary>
    public TimeSpan MaxTtl { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The longest that the lack of a name is remembered; also used where the zone does not say (RFC 2308 §5).</summary>
    public TimeSpan MaxNegativeTtl { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>A failure is remembered so long, so that a dead server is not asked by every call (RFC 2308 §7).</summary>
    public TimeSpan FailureTtl { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>All questions for one URI together.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
