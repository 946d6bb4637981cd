using SmartPbx.Media.Relay;

namespace SmartPbx.Media.Quality;

/// <summary>How one direction of a leg sounds.</summary>
/// <param name="LossShare">Packets lost, 0–1.</param>
/// <param name="JitterMs">Interarrival jitter in milliseconds.</param>
/// <param name="Mos">Estimated mean opinion score, 1–4.5.</param>
public readonly record struct StreamQuality(double LossShare, double JitterMs, double Mos)
{
    private const int FewestPackets = 50; // a second: less says nothing
    private const double CodecDelayMs = 25; // packet time and look-ahead
    private const double JitterToDelay = 2; // a receiver's buffer adapts to about twice the jitter
    private const double UnknownNetworkDelayMs = 20;
    private const double BestMos = 4.5; // of the scale that all our figures have (ITU-T G.107)

    /// <summary>What we hear of the peer, from our own counters; null before a second of audio.</summary>
    public static StreamQuality? Inbound(in LegStatistics counted, string? codec)
    {
        if (counted.PacketsReceived < FewestPackets) return null;
        double share = (double)counted.PacketsLost / (counted.PacketsReceived + counted.PacketsLost);
        double length = counted.LossEvents > 0 ? (double)counted.PacketsLost / counted.LossEvents : 1;
        return Of(codec, counted, share, counted.JitterMs, burstRatio: length * (1 - share));
    }

    /// <summary>What the peer hears of us, from its RTCP reports: its own rating when it gives one, which knows of its jitter buffer; null without any.</summary>
    public static StreamQuality? Outbound(in LegStatistics counted, string? codec)
    {
        if (counted.RemotePacketsLost is not { } lost || counted.PacketsSent < FewestPackets) return null;
        double share = Math.Clamp((double)lost / counted.PacketsSent, 0, 1), jitterMs = counted.RemoteJitterMs ?? 0;
        if (counted.RemoteMos is { } rated) return new StreamQuality(share, jitterMs, Math.Min(rated, BestMos));
        // What comes too late is as good as lost (RFC 3611 section 4.7.1).
        return Of(codec, counted, Math.Min(1, share + (counted.RemoteDiscarded ?? 0)), jitterMs, burstRatio: 1) with { LossShare = share };
    }

    private static StreamQuality Of(string? codec, in LegStatistics counted, double share, double jitterMs, double burstRatio)
    {
        double network = counted.RoundTripTime is { } roundTrip ? roundTrip.TotalMilliseconds / 2 : UnknownNetworkDelayMs;
        double rating = EModel.Rating(CodecImpairment.Of(codec), network + CodecDelayMs + JitterToDelay * jitterMs, share, burstRatio);
        return new StreamQuality(share, jitterMs, EModel.Mos(rating));
    }
}
