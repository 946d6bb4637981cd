namespace SmartPbx.Media.Relay;

/// <summary>What a descriptor in the epoll set is for.</summary>
internal enum SocketRole
{
    /// <summary>The slot is free.</summary>
    None,

    Rtp,
    Rtcp,

    /// <summary>Shares the RTP port while that is connected to its peer: receives, and counts, everybody else's packets.</summary>
    Stray,

    /// <summary>RTP port of the address family that the leg's peer does not use.</summary>
    IdleRtp,

    /// <summary>RTCP port of that family.</summary>
    IdleRtcp,
}

/// <summary>A socket registered with the relay thread.</summary>
internal sealed class RelaySocket(UdpSocket socket, SocketRole role, LegState leg)
{
    public UdpSocket Socket => socket;

    public SocketRole Role { get; set; } = role;

    public LegState Leg => leg;

    /// <summary>Place in the relay's table; the tag of its epoll events.</summary>
    public int Slot { get; set; } = -1;

    /// <summary>Tag of the request by which the kernel reads it for us; 0 while it is in the epoll set.</summary>
    public ulong Reading { get; set; }

    /// <summary>Such requests that have not ended yet, former ones included.</summary>
    public int Reads { get; set; }

    /// <summary>It is closed when they have.</summary>
    public bool IsLeaving { get; set; }
}
