using System.Net.Sockets;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Resolution;

/// <summary>What a resolver may answer: only flows that a listener of ours can serve.</summary>
public sealed record SipResolverOptions
{
    public DnsOptions Dns { get; init; } = new();

    /// <summary>Our transports, the preferred first where a domain leaves the choice (RFC 3263 §4.1).</summary>
    public IReadOnlyList<SipTransportKind> Kinds { get; init; } = [SipTransportKind.Udp, SipTransportKind.Tcp, SipTransportKind.Tls];

    /// <summary>Our address families, the preferred first where a host has both.</summary>
    public IReadOnlyList<AddressFamily> Families { get; init; } = [AddressFamily.InterNetwork];

    public SipTokens Tokens { get; init; } = SipTokens.Random;

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>What these listeners can serve.</summary>
    public static SipResolverOptions For(IEnumerable<SipListener> listeners, DnsOptions dns)
    {
        var all = listeners.ToList();
        return new SipResolverOptions
        {
            Dns = dns,
            Kinds = [.. all.Select(listener => listener.Kind).Distinct().Where(kind => kind <= SipTransportKind.Tls).Order()],
            // IPv6 first, as RFC 6724 has it and RFC 7984 §4 wants it for SIP.
            Families = [.. all.Select(listener => listener.Bind.AddressFamily).Distinct().OrderDescending()],
        };
    }
}
