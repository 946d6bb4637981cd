using SmartPbx.Media.Rtp;

namespace SmartPbx.Media.Relay;

/// <summary>RTCP of one leg: the peer's reports, fitted and passed on to the other side; and those it makes itself, while it plays or its two sides hear different streams. Relay thread only.</summary>
internal sealed unsafe class LegRtcp(RtcpSession session, OutboundStream stream, ReceptionStatistics reception, PacketLane lane, LegOutbound outbound, ReportTimer timer)
{
    public RtcpSession Session => session;

    /// <summary>Reads what the peer reports.</summary>
    /// <returns>False when the datagram is malformed.</returns>
    public bool Receive(byte* buffer, int length, long now)
    {
        if (!session.Receive(new ReadOnlySpan<byte>(buffer, length), now)) return false;
        lane.Touch(now);
        return true;
    }

    /// <summary>Passes what was read on to the other side, in place.</summary>
    public void Relay(LegRtcp to, byte* buffer, int length, long now)
    {
        to.Session.Adapt(new Span<byte>(buffer, length), stream, now);
        to.Send(buffer, length);
    }

    /// <summary>Each tick: sends a report when one is due.</summary>
    public void Tick(long tick, int clockRateHz, long now)
    {
        if (timer.IsDue(tick)) Report(clockRateHz, now, goodbye: false);
    }

    /// <summary>The last report, with a BYE (RFC 3550 section 6.6), when the peer has heard of us.</summary>
    public void Leave(int clockRateHz, long now)
    {
        if (stream.HasStarted) Report(clockRateHz, now, goodbye: true);
    }

    private void Report(int clockRateHz, long now, bool goodbye)
    {
        if (!stream.HasStarted && !reception.HasStream) return;
        byte* report = stackalloc byte[RtcpWriter.MaxBytes];
        int length = session.Compose(new Span<byte>(report, RtcpWriter.MaxBytes), lane.SentPackets, lane.SentPayloadBytes, clockRateHz, now);
        if (goodbye) length += RtcpWriter.WriteGoodbye(new Span<byte>(report + length, RtcpWriter.MaxBytes - length), stream.Ssrc);
        Send(report, length);
    }

    private void Send(byte* buffer, int length) => outbound.SendRtcp(buffer, length);
}
