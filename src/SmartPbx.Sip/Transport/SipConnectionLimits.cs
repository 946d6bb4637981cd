namespace SmartPbx.Sip.Transport;

/// <summary>What connections (TCP, TLS, WebSocket) of one listener may cost. A stranger is an address that <see cref="ISipGate.IsKnown"/> denies.</summary>
public sealed record SipConnectionLimits
{
    public static SipConnectionLimits Default { get; } = new();

    /// <summary>Connections in all; over it, new ones are closed at once and none is opened.</summary>
    public int MaxConnections { get; init; } = 10_000;

    /// <summary>Connections that one known address may open: an office of phones behind one NAT.</summary>
    public int MaxPerSource { get; init; } = 1_000;

    /// <summary>Connections of all strangers, so that they never take the room of those who are known.</summary>
    public int MaxStrangers { get; init; } = 1_000;

    /// <summary>Connections that one stranger (for IPv6: one /64 network) may open.</summary>
    public int MaxPerStranger { get; init; } = 20;

    /// <summary>A stranger that is not known by then, because it did not register, is closed.</summary>
    public TimeSpan StrangerTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>From SYN to open, the TLS handshake or the WebSocket upgrade included.</summary>
    public TimeSpan OpenTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From the first byte of a message to its last: a slow drip ends here.</summary>
    public TimeSpan MessageTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>One message that the peer does not take off the wire.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// No byte from the peer for so long. More than the longest registration, which many phones refresh without pings in between; dead peers
    /// are found by the keep-alive of TCP.
    /// </summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromHours(3);

    /// <summary>After the peer has ended its side, or framing was lost: time for the answers that are still owed.</summary>
    public TimeSpan LingerTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Bytes that wait for one peer; a peer that lets more pile up is closed.</summary>
    public int MaxQueuedBytes { get; init; } = 1_048_576;

    /// <summary>Start line and headers of one message on a stream.</summary>
    public int MaxHeaderSectionBytes { get; init; } = 32_768;

    /// <summary>A WebSocket upgrade request.</summary>
    public int MaxUpgradeBytes { get; init; } = 8_192;
}
