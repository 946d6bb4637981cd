using SmartPbx.Media.Rtp;

namespace SmartPbx.Media.Relay;

/// <summary>Gathers what the parts of one leg have counted. Any thread, while they go on counting.</summary>
internal sealed class LegFigures(PacketLane lane, LegSockets sockets, ReceptionStatistics reception, LegOutbound outbound, RtcpSession rtcp)
{
    /// <param name="clockRateHz">Of the peer's codec; null before it is known.</param>
    public LegStatistics Read(int? clockRateHz) => new()
    {
        PacketsReceived = lane.ReceivedPackets,
        BytesReceived = lane.ReceivedBytes,
        PacketsSent = lane.SentPackets,
        BytesSent = lane.SentBytes,
        PacketsLost = reception.Lost,
        JitterMs = reception.JitterMs,
        SsrcChanges = reception.SsrcChanges,
        IgnoredSourcePackets = sockets.IgnoredPackets,
        MalformedPackets = lane.Malformed,
        DroppedPackets = lane.Dropped + outbound.Dropped,
        SendErrors = outbound.Errors,
        RoundTripTime = rtcp.RoundTripTime,
        RemoteFractionLost = rtcp.RemoteFractionLost,
        LossEvents = reception.LossEvents,
        RemotePacketsLost = rtcp.RemoteLost,
        RemoteJitterMs = rtcp.RemoteJitterUnits * 1000.0 / clockRateHz,
        RemoteMos = rtcp.RemoteMos,
        RemoteDiscarded = rtcp.RemoteDiscarded,
        Source = sockets.Source,
    };
}
