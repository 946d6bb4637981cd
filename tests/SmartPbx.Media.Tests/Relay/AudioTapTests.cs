using SmartPbx.Media.Codecs;
using SmartPbx.Media.Relay;
using SmartPbx.Media.Tests.TestKit;

namespace SmartPbx.Media.Tests.Relay;

public sealed class AudioTapTests : IDisposable
{
    private readonly EngineFixture _engine = new();
    private readonly RtpPeer _caller = new(0xA);

    public void Dispose()
    {
        _engine.Dispose();
        _caller.Dispose();
    }

    [Fact]
    public async Task Gives_frames_in_order_when_packets_are_swapped_and_doubled()
    {
        MediaLeg leg = _engine.OpenLeg(_caller.Remote());
        using AudioTap tap = leg.OpenTap(TapSide.Inbound);
        _engine.Settle();
        byte[] first = Packet(1), second = Packet(2), third = Packet(3);
        foreach (byte[] packet in new[] { first, third, second, second }) _caller.SendRaw(leg.RtpPort, packet);
        List<(short Sample, TapFrame Info)> frames = await ReadUntil(tap, frame => frame.Sample == Level(3));
        Assert.Equal([Level(1), Level(2), Level(3)], frames.Where(frame => !frame.Info.IsConcealed).Select(frame => frame.Sample));
        Assert.All(frames.Zip(frames.Skip(1)), pair => Assert.Equal(160, pair.Second.Info.PositionSamples - pair.First.Info.PositionSamples));
    }

    [Fact]
    public async Task A_lost_packet_is_concealed_and_marked()
    {
        MediaLeg leg = _engine.OpenLeg(_caller.Remote());
        using AudioTap tap = leg.OpenTap(TapSide.Inbound);
        _engine.Settle();
        _caller.SendRaw(leg.RtpPort, Packet(1));
        Packet(2);
        _caller.SendRaw(leg.RtpPort, Packet(3));
        List<(short Sample, TapFrame Info)> frames = await ReadUntil(tap, frame => frame.Info.Kind == TapFrameKind.Audio, skip: 1);
        Assert.Equal([TapFrameKind.Audio, TapFrameKind.Concealed, TapFrameKind.Audio], frames[^3..].Select(frame => frame.Info.Kind));
        Assert.NotEqual(0, frames[^2].Sample);
    }

    [Fact]
    public async Task Gives_silence_while_nothing_arrives()
    {
        MediaLeg leg = _engine.OpenLeg(_caller.Remote());
        using AudioTap tap = leg.OpenTap(TapSide.Inbound);
        List<(short Sample, TapFrame Info)> frames = await ReadUntil(tap, _ => true, skip: 4);
        Assert.All(frames, frame => Assert.Equal((0, TapFrameKind.Silence), (frame.Sample, frame.Info.Kind)));
    }

    [Fact]
    public async Task An_outbound_tap_hears_what_is_played_and_what_is_relayed()
    {
        using var callee = new RtpPeer(0xB);
        MediaLeg a = _engine.OpenLeg(_caller.Remote()), b = _engine.OpenLeg(callee.Remote());
        using AudioTap tap = a.OpenTap(TapSide.Outbound);
        a.Playout.Enqueue(Enumerable.Repeat(Level(1), 160).ToArray());
        await ReadUntil(tap, frame => frame.Sample == Level(1));
        a.ConnectTo(b);
        _engine.Settle();
        callee.Send(b.RtpPort, Enumerable.Repeat(G711.LinearToMuLaw(Level(2)), 160).ToArray());
        await ReadUntil(tap, frame => frame.Sample == Level(2));
    }

    [Fact]
    public async Task A_slow_consumer_loses_the_newest_frames_and_sees_the_hole()
    {
        var tap = new AudioTap(TapSide.Inbound, 8000, _ => { });
        var frame = new short[160];
        for (int i = 0; i < AudioTap.MaxWaitingFrames + 5; i++) tap.Write(frame, new TapFrame(i * 160, 0, TapFrameKind.Audio));
        Assert.Equal(5, tap.Overflows);
        while (tap.TryRead(frame, out _)) { }
        tap.Write(frame, new TapFrame(200 * 160, 0, TapFrameKind.Audio));
        Assert.True(await tap.WaitToReadAsync());
        Assert.True(tap.TryRead(frame, out TapFrame info));
        Assert.Equal(200 * 160, info.PositionSamples);
    }

    [Fact]
    public async Task Closing_the_leg_ends_the_wait()
    {
        MediaLeg leg = _engine.OpenLeg();
        using AudioTap tap = leg.OpenTap(TapSide.Inbound);
        _engine.Settle();
        Task<bool> reading = Task.Run(async () =>
        {
            var frame = new short[160];
            while (await tap.WaitToReadAsync()) tap.TryRead(frame, out _);
            return true;
        });
        leg.Dispose();
        Assert.True(await reading.WaitAsync(Deadline.Default));
    }

    [Fact]
    public async Task A_wait_can_be_cancelled_and_begun_again()
    {
        var tap = new AudioTap(TapSide.Inbound, 8000, _ => { });
        using var cancel = new CancellationTokenSource();
        ValueTask<bool> wait = tap.WaitToReadAsync(cancel.Token);
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await wait);
        ValueTask<bool> again = tap.WaitToReadAsync();
        tap.Write(new short[160], default);
        Assert.True(await again.AsTask().WaitAsync(Deadline.Default));
    }

    private byte[] Packet(int number)
    {
        byte[] packet = _caller.Compose(Enumerable.Repeat(G711.LinearToMuLaw(Level(number)), 160).ToArray());
        _caller.Sequence++;
        _caller.Timestamp += 160;
        return packet;
    }

    private static short Level(int number) => G711.MuLawToLinear((byte)(0x80 + 8 * number));

    private static async Task<List<(short Sample, TapFrame Info)>> ReadUntil(AudioTap tap, Func<(short Sample, TapFrame Info), bool> last, int skip = 0)
    {
        using var timeout = new CancellationTokenSource(Deadline.Default);
        var frames = new List<(short, TapFrame)>();
        var frame = new short[tap.FrameSamples];
        while (await tap.WaitToReadAsync(timeout.Token))
        {
            if (!tap.TryRead(frame, out TapFrame info)) continue;
            frames.Add((frame[80], info));
            if (last((frame[80], info)) && skip-- == 0) return frames;
        }
        throw new InvalidOperationException("the tap was closed");
    }
}
