using System.Net;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip;

/// <summary>How one stack runs. Bind address and advertised address are two settings: behind a NAT or on a node they differ.</summary>
public sealed record SipStackOptions
{
    /// <summary>Local address; port 0 takes a free one (see <see cref="SipStack.BoundEndPoint"/>).</summary>
    public required IPEndPoint Bind { get; init; }

    /// <summary>Host written into Via and Contact; the bound address when <c>null</c>.</summary>
    public string? AdvertisedHost { get; init; }

    /// <summary>Port written into Via and Contact; the bound port when <c>null</c>.</summary>
    public int? AdvertisedPort { get; init; }

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    public SipTokens Tokens { get; init; } = SipTokens.Random;

    /// <summary>User-Agent of requests and Server of responses that have none.</summary>
    public string Product { get; init; } = "SmartPBX";

    public SipLimits Limits { get; init; } = SipLimits.Default;

    public TransactionTimers Timers { get; init; } = TransactionTimers.Default;

    /// <summary>
    /// How long an INVITE waits for the user before the stack sends 100 (RFC 3261 §17.2.1 allows up to 200 ms). Zero: at once.
    /// </summary>
    public TimeSpan TryingDelay { get; init; } = TimeSpan.Zero;

    /// <summary>A transport of one's own (tests); UDP on <see cref="Bind"/> when <c>null</c>.</summary>
    public ISipTransport? Transport { get; init; }

    public ISipTrace? Trace { get; init; }
}
