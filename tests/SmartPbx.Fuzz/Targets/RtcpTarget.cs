using System.Buffers.Binary;
using SmartPbx.Fuzz.Mutation;
using SmartPbx.Media.Relay;
using SmartPbx.Media.Rtp;

namespace SmartPbx.Fuzz.Targets;

/// <summary>Compound RTCP (RFC 3550 §6): reading reports, and fitting relayed ones to another leg in place.</summary>
internal sealed class RtcpTarget : IFuzzTarget
{
    private static readonly MediaEngineOptions _options = new() { NextRandom = () => 7 };
    private readonly OutboundStream _here = new(() => 7, 1000, new ReceptionStatistics()), _there = new(() => 9, 1000, new ReceptionStatistics());
    private readonly RtcpSession _session;
    private long _now;

    public RtcpTarget() => _session = new RtcpSession(_here, new ReceptionStatistics(), _options);

    public string Name => "rtcp";

    public IReadOnlyList<string> Words { get; } = ["\u0080\u00c8\u0000\u0006", "\u0081\u00c9\u0000\u0007", "\u0081\u00ca\u0000\u0002", "\u0081\u00cb\u0000\u0001", "\u00ff\u00ff", "\u0000\u0000"];

    public IEnumerable<byte[]> Seeds(FuzzRandom random)
    {
        var buffer = new byte[RtcpWriter.MaxBytes];
        for (var i = 0; i < 30; i++)
        {
            RtcpSenderInfo? sender = random.OneIn(2) ? new RtcpSenderInfo(random.Next(), (uint)random.Next(), (uint)random.Next(), (uint)random.Next()) : null;
            RtcpReportBlock? block = random.OneIn(2) ? new RtcpReportBlock((uint)random.Next(), random.Byte(), random.Below(9), (uint)random.Next(), 5, (uint)random.Next(), 9) : null;
            var length = RtcpWriter.Write(buffer, (uint)random.Next(), sender, block, "seed@smartpbx"u8);
            yield return buffer[..length];
        }
    }

    public void Feed(ReadOnlyMemory<byte> input)
    {
        if (!RtcpReader.IsRtcp(input.Span)) return;
        var reader = new RtcpReader(input.Span);
        for (var steps = 0; reader.MoveNext(); steps++)
        {
            BrokenPromiseException.Unless(reader.Offset + reader.Length <= input.Length, "a packet lies in its datagram");
            BrokenPromiseException.Unless(steps <= input.Length / 8, "each step moves on");
        }
        _session.Receive(input.Span, ++_now);
        BrokenPromiseException.Unless(_session.RemoteFractionLost is null or (>= 0 and <= 1), "a share lost is a share");
        var copy = input.ToArray();
        _session.Adapt(copy, _there, _now);
        BrokenPromiseException.Unless(BinaryPrimitives.ReadUInt32BigEndian(copy) == BinaryPrimitives.ReadUInt32BigEndian(input.Span), "fitting leaves the first header as it is");
    }
}
