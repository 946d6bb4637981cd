using System.Net;
using System.Net.Sockets;

namespace SmartPbx.Media.Relay;

/// <summary>Settings of one <see cref="MediaEngine"/>. The address written into SDP is the caller's concern; the engine only binds.</summary>
public sealed record MediaEngineOptions
{
    /// <summary>Local address of every media socket. Loopback unless told otherwise.</summary>
    public IPAddress BindAddress { get; init; } = IPAddress.Loopback;

    /// <summary>Local address in the other family, IPv6 beside IPv4 or the other way round; null: media in one family only.</summary>
    public IPAddress? OtherBindAddress { get; init; }

    /// <summary>First port of the pool; an odd one is rounded up (RFC 3550 section 11: RTP even, RTCP the next odd).</summary>
    public int FirstPort { get; init; } = 10_000;

    /// <summary>Last port of the pool, inclusive.</summary>
    public int LastPort { get; init; } = 20_000;

    /// <summary>Clock of arrival times, pacing and timeouts.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Silence of the peer after which <see cref="IMediaEvents.OnMediaTimeout"/> is raised.</summary>
    public TimeSpan MediaTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The same before the first packet, counted from <see cref="MediaLeg.SetRemote"/>.</summary>
    public TimeSpan FirstPacketTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Load of the transcoding threads, 0–1, from which <see cref="MediaEngine.HasTranscodingRoom"/> says no; 0: never any.</summary>
    public double MaxTranscodingLoad { get; init; } = 0.75;

    /// <summary>Packets go through io_uring where the kernel has it (Linux 6.1 and later) and allows it, as most containers do not; else, and always when false, by epoll, recv and send.</summary>
    public bool MayUseIoRing { get; init; } = true;

    /// <summary>Ports of a crashed predecessor that must rest first.</summary>
    public IReadOnlyList<QuarantinedPort> Quarantine { get; init; } = [];

    /// <summary>Told, on the relay thread, of an exception the relay loop caught; must not block.</summary>
    public Action<Exception>? OnFault { get; init; }

    /// <summary>Datagrams of io_uring under way in one pass of the relay, a power of two; what is beyond waits in its socket.</summary>
    internal int ReceiveBuffers { get; init; } = 1024;

    /// <summary>Where sockets of this family are bound; null: there are none.</summary>
    internal IPAddress? BindAddressOf(AddressFamily family) =>
        family == BindAddress.AddressFamily ? BindAddress : family == OtherBindAddress?.AddressFamily ? OtherBindAddress : null;

    /// <summary>Source of SSRCs and initial sequence numbers and timestamps (RFC 3550 section 5.1 wants them random).</summary>
    public Func<uint> NextRandom { get; init; } = () => BitConverter.ToUInt32(System.Security.Cryptography.RandomNumberGenerator.GetBytes(sizeof(uint)));
}
