using System.Buffers.Binary;
using SmartPbx.Media.Rtp;

namespace SmartPbx.Media.Relay;

/// <summary>
/// RTCP of one leg: reads the peer's reports for round trip and loss, fits reports relayed from another leg into what this peer knows, and
/// composes our own while the leg plays. Relay thread only; the results may be read by others.
/// </summary>
internal sealed class RtcpSession(OutboundStream outbound, ReceptionStatistics inbound, MediaEngineOptions options)
{
    private const double NtpUnitsPerSecond = 65_536;

    private readonly byte[] _cname = System.Text.Encoding.ASCII.GetBytes($"{options.NextRandom():x8}{options.NextRandom():x8}@smartpbx");
    private uint _sentReport; // middle NTP of the last SR this peer got
    private long _sentReportAt;
    private uint _receivedReport; // middle NTP of the last SR the peer sent
    private long _receivedReportAt;
    private long _roundTripTicks = -1;
    private int _fractionLost = -1;
    private long _lost;
    private long _jitterUnits;
    private int _mosTenths; // as the peer measured it; 0 before
    private int _discarded = -1; // in 1/256

    public TimeSpan? RoundTripTime => Volatile.Read(ref _roundTripTicks) is >= 0 and var ticks ? new TimeSpan(ticks) : null;

    public double? RemoteFractionLost => Volatile.Read(ref _fractionLost) is >= 0 and var fraction ? fraction / 256.0 : null;

    /// <summary>Packets of ours that the peer lost; null before its first report.</summary>
    public long? RemoteLost => Volatile.Read(ref _fractionLost) < 0 ? null : Math.Max(0, Volatile.Read(ref _lost));

    /// <summary>Jitter of ours at the peer, in units of the clock; null before its first report.</summary>
    public long? RemoteJitterUnits => Volatile.Read(ref _fractionLost) < 0 ? null : Volatile.Read(ref _jitterUnits);

    /// <summary>How the call sounds at the peer by its own measure, 1–5; null: it did not say.</summary>
    public double? RemoteMos => Volatile.Read(ref _mosTenths) is > 0 and var tenths ? tenths / 10.0 : null;

    /// <summary>Share of our packets that reached the peer at a wrong time for its jitter buffer; null: it did not say.</summary>
    public double? RemoteDiscarded => Volatile.Read(ref _discarded) is >= 0 and var discarded ? discarded / 256.0 : null;

    /// <summary>Reads what the peer reports.</summary>
    /// <returns>False when the datagram is malformed.</returns>
    public bool Receive(ReadOnlySpan<byte> datagram, long now)
    {
        var reader = new RtcpReader(datagram);
        bool any = false;
        while (reader.MoveNext())
        {
            any = true;
            if (reader.Type == RtcpType.SenderReport)
            {
                if (reader.Length < 28) return false;
                _receivedReport = BinaryPrimitives.ReadUInt32BigEndian(datagram[(reader.Offset + 10)..]);
                _receivedReportAt = now;
            }
            if (reader.Type is RtcpType.SenderReport or RtcpType.ReceiverReport)
                for (int i = 0; i < reader.Count; i++)
                    ReceiveReport(RtcpReportBlock.Read(datagram[(reader.ReportsOffset + i * RtcpReader.ReportBlockBytes)..]), now);
            if (reader.Type == RtcpType.ExtendedReport && VoipMetrics.TryFind(datagram.Slice(reader.Offset, reader.Length), outbound.Ssrc, out VoipMetrics metrics))
            {
                Volatile.Write(ref _mosTenths, (int)Math.Round((metrics.ConversationalMos ?? metrics.ListeningMos ?? 0) * 10));
                Volatile.Write(ref _discarded, (int)(metrics.DiscardShare * 256));
            }
        }
        return any;
    }

    /// <summary>Fits a compound packet of <paramref name="source"/>'s peer to what this leg's peer sees, in place, and notes its SR for the round trip.</summary>
    public void Adapt(Span<byte> datagram, OutboundStream source, long now)
    {
        var reader = new RtcpReader(datagram);
        while (reader.MoveNext())
        {
            Replace(datagram[(reader.Offset + 4)..], outbound.SourceSsrc, outbound.Ssrc);
            if (reader.Type == RtcpType.SenderReport) AdaptSenderInfo(datagram[reader.Offset..], now);
            if (reader.Type == RtcpType.ExtendedReport) VoipMetrics.Rename(datagram.Slice(reader.Offset, reader.Length), source.Ssrc, source.SourceSsrc);
            if (reader.Type is not (RtcpType.SenderReport or RtcpType.ReceiverReport)) continue;
            for (int i = 0; i < reader.Count; i++)
                AdaptReport(datagram[(reader.ReportsOffset + i * RtcpReader.ReportBlockBytes)..], source);
        }
    }

    /// <summary>Our own SR, or RR when we sent nothing, with a report on what we receive (RFC 3550 section 6.4).</summary>
    public int Compose(Span<byte> bytes, long packetsSent, long bytesSent, int clockRateHz, long now)
    {
        RtcpSenderInfo? sender = null;
        if (packetsSent > 0 && outbound.HasStarted)
        {
            double since = (double)(now - outbound.LastSentAt) / options.TimeProvider.TimestampFrequency;
            var info = new RtcpSenderInfo(
                RtcpSenderInfo.ToNtp(options.TimeProvider.GetUtcNow()), outbound.LastTimestamp + (uint)(since * clockRateHz), (uint)packetsSent, (uint)bytesSent);
            NoteSenderReport(info.MiddleNtp, now);
            sender = info;
        }
        RtcpReportBlock? report = inbound.HasStream
            ? new RtcpReportBlock(inbound.Ssrc, inbound.TakeFractionLost(), (int)Math.Min(inbound.Lost, int.MaxValue), (uint)inbound.ExtendedHighest, inbound.JitterUnits, _receivedReport, DelaySince(now))
            : null;
        return RtcpWriter.Write(bytes, outbound.Ssrc, sender, report, _cname);
    }

    // RFC 3550 section 6.4.1: round trip = now - LSR - DLSR. Our clock instead of NTP: we remember when the report went out.
    private void ReceiveReport(RtcpReportBlock report, long now)
    {
        if (report.Ssrc != outbound.Ssrc) return;
        Volatile.Write(ref _lost, report.CumulativeLost);
        Volatile.Write(ref _jitterUnits, report.Jitter);
        Volatile.Write(ref _fractionLost, report.FractionLost);
        if (report.LastSenderReport == 0 || report.LastSenderReport != _sentReport) return;
        double seconds = (double)(now - _sentReportAt) / options.TimeProvider.TimestampFrequency - report.DelaySinceLastSenderReport / NtpUnitsPerSecond;
        Volatile.Write(ref _roundTripTicks, Math.Max(0, (long)(seconds * TimeSpan.TicksPerSecond)));
    }

    private void AdaptSenderInfo(Span<byte> packet, long now)
    {
        if (packet.Length < 28) return;
        NoteSenderReport(BinaryPrimitives.ReadUInt32BigEndian(packet[10..]), now);
        uint timestamp = BinaryPrimitives.ReadUInt32BigEndian(packet[16..]);
        BinaryPrimitives.WriteUInt32BigEndian(packet[16..], timestamp + outbound.TimestampShift);
    }

    // The block reports on what the source's peer hears from us; the other end knows that stream under its own SSRC and numbers.
    private static void AdaptReport(Span<byte> block, OutboundStream source)
    {
        if (!Replace(block, source.Ssrc, source.SourceSsrc)) return;
        uint highest = BinaryPrimitives.ReadUInt32BigEndian(block[8..]);
        BinaryPrimitives.WriteUInt32BigEndian(block[8..], highest - source.SequenceShift);
    }

    private static bool Replace(Span<byte> ssrc, uint from, uint to)
    {
        if (BinaryPrimitives.ReadUInt32BigEndian(ssrc) != from) return false;
        BinaryPrimitives.WriteUInt32BigEndian(ssrc, to);
        return true;
    }

    private void NoteSenderReport(uint middleNtp, long now)
    {
        _sentReport = middleNtp;
        _sentReportAt = now;
    }

    private uint DelaySince(long now) =>
        _receivedReport == 0 ? 0 : (uint)((double)(now - _receivedReportAt) / options.TimeProvider.TimestampFrequency * NtpUnitsPerSecond);
}
