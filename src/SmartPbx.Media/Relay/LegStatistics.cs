using System.Net;

namespace SmartPbx.Media.Relay;

/// <summary>A snapshot of one leg's counters. Fields are read one by one while the relay runs, so they may be a packet apart.</summary>
public readonly record struct LegStatistics
{
    /// <summary>RTP packets accepted from the peer.</summary>
    public long PacketsReceived { get; init; }

    /// <summary>Bytes of those packets with their RTP headers.</summary>
    public long BytesReceived { get; init; }

    /// <summary>RTP packets sent to the peer.</summary>
    public long PacketsSent { get; init; }

    /// <summary>Bytes of those packets with their RTP headers.</summary>
    public long BytesSent { get; init; }

    /// <summary>Packets missing from the peer's sequence, never below zero (RFC 3550 section 6.4.1).</summary>
    public long PacketsLost { get; init; }

    /// <summary>Interarrival jitter of the peer's packets in milliseconds (RFC 3550 appendix A.8).</summary>
    public double JitterMs { get; init; }

    /// <summary>How often the peer changed its SSRC.</summary>
    public long SsrcChanges { get; init; }

    /// <summary>Packets of foreign sources, dropped because the stream is locked.</summary>
    public long IgnoredSourcePackets { get; init; }

    /// <summary>Packets that are not RTP or RTCP.</summary>
    public long MalformedPackets { get; init; }

    /// <summary>Packets dropped on purpose: direction, or an event the other leg did not negotiate.</summary>
    public long DroppedPackets { get; init; }

    /// <summary>Packets the kernel refused to send (peer gone, no route).</summary>
    public long SendErrors { get; init; }

    /// <summary>Round trip to the peer from its last RTCP report (RFC 3550 section 6.4.1); null without one.</summary>
    public TimeSpan? RoundTripTime { get; init; }

    /// <summary>Share of our packets the peer lost according to its last RTCP report, 0–1; null without one.</summary>
    public double? RemoteFractionLost { get; init; }

    /// <summary>How often packets of the peer were missing, however many at once: with <see cref="PacketsLost"/> it tells bursts from single losses.</summary>
    public long LossEvents { get; init; }

    /// <summary>Our packets the peer lost according to its last RTCP report; null without one.</summary>
    public long? RemotePacketsLost { get; init; }

    /// <summary>Jitter of our packets at the peer in milliseconds, from the same report.</summary>
    public double? RemoteJitterMs { get; init; }

    /// <summary>How the peer itself rates what it hears of us, 1–5, from an extended report (RFC 3611); null without one.</summary>
    public double? RemoteMos { get; init; }

    /// <summary>Share of our packets that came at a wrong time for the peer's jitter buffer, 0–1, from the same report.</summary>
    public double? RemoteDiscarded { get; init; }

    /// <summary>The source the stream is locked to; null before the lock.</summary>
    public IPEndPoint? Source { get; init; }
}
