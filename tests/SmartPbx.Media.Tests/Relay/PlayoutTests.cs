using SmartPbx.Media.Audio;
using SmartPbx.Media.Codecs;
using SmartPbx.Media.Relay;
using SmartPbx.Media.Tests.TestKit;

namespace SmartPbx.Media.Tests.Relay;

public sealed class PlayoutTests : IDisposable
{
    private const int RelayCatchUpMs = 5 * 20; // frames that a relay which stalled sends at once

    private readonly EngineFixture _engine = new();
    private readonly RtpPeer _caller = new(0xA);

    public void Dispose()
    {
        _engine.Dispose();
        _caller.Dispose();
    }

    [Fact]
    public void Plays_every_sample_in_order_with_continuous_numbers()
    {
        MediaLeg leg = _engine.OpenLeg(_caller.Remote());
        var pcm = new short[1600];
        for (int i = 0; i < pcm.Length; i++) pcm[i] = G711.MuLawToLinear((byte)(i / 160 * 16 + i % 16));
        long end = leg.Playout.Enqueue(pcm);
        ReceivedRtp[] packets = ReceiveMany(10);
        Assert.Equal(1600, end);
        Assert.True(packets[0].Marker);
        AssertContinuous(packets);
        Assert.Equal(pcm, packets.SelectMany(packet => packet.Payload).Select(G711.MuLawToLinear));
        Deadline.Until(() => leg.Playout.PlayedSamples == end, "all is played");
        Assert.Equal(0, leg.Playout.QueuedSamples);
    }

    [Fact]
    public void Keep_alive_fills_with_silence_and_audio_follows_without_a_gap()
    {
        MediaLeg leg = _engine.OpenLeg(_caller.Remote());
        leg.SetKeepAlive(true);
        ReceivedRtp[] silence = ReceiveMany(3);
        leg.Playout.Enqueue(Enumerable.Repeat((short)8031, 320).ToArray());
        var packets = new List<ReceivedRtp>(silence);
        while (packets[^1].Payload[0] == G711.MuLawSilence) packets.Add(_caller.ReceiveRtp());
        AssertContinuous(packets);
        Assert.All(silence, packet => Assert.All(packet.Payload, code => Assert.Equal(G711.MuLawSilence, code)));
    }

    [Fact]
    public void Packets_are_paced_by_the_clock_twenty_milliseconds_apart()
    {
        const int Row = 25, Patience = 3_000; // packets; a machine that stalls makes rows too short and too long, one that breathes a right one
        MediaLeg leg = _engine.OpenLeg(_caller.Remote());
        long start = TimeProvider.System.GetTimestamp();
        leg.SetKeepAlive(true);
        var heard = new List<(ReceivedRtp Packet, double AtMs)>();
        do
        {
            Assert.True(heard.Count < Patience, "no row of packets took as long as its audio");
            heard.Add((_caller.ReceiveRtp(), TimeProvider.System.GetElapsedTime(start).TotalMilliseconds));
            Assert.InRange(MediaMs(heard[0].Packet, heard[^1].Packet), 0, heard[^1].AtMs + RelayCatchUpMs); // never ahead of the clock
        }
        while (heard.Count <= Row || !IsPaced(heard[^(Row + 1)], heard[^1]));

        bool IsPaced((ReceivedRtp Packet, double AtMs) first, (ReceivedRtp Packet, double AtMs) last) =>
            MediaMs(first.Packet, last.Packet) == Row * 20 && Math.Abs(last.AtMs - first.AtMs - Row * 20) < 25;
    }

    [Fact]
    public void Pause_holds_the_audio_and_resume_goes_on_at_the_same_sample()
    {
        MediaLeg leg = _engine.OpenLeg(_caller.Remote());
        leg.SetKeepAlive(true);
        leg.Playout.Enqueue(Numbered(frames: 40));
        while (!IsAudio(_caller.ReceiveRtp())) { }
        leg.Playout.Pause();
        ReceivedRtp packet;
        var heard = new List<byte> { Code(0) };
        while (IsAudio(packet = _caller.ReceiveRtp())) heard.Add(packet.Payload[0]);
        Assert.Equal(heard.Count * 160, leg.Playout.PlayedSamples);
        leg.Playout.Resume();
        while (!IsAudio(packet = _caller.ReceiveRtp())) { }
        Assert.Equal(Code(heard.Count), packet.Payload[0]);
    }

    [Fact]
    public void Clear_cuts_at_the_next_tick_and_says_exactly_what_was_played()
    {
        MediaLeg leg = _engine.OpenLeg(_caller.Remote());
        leg.SetKeepAlive(true);
        leg.Playout.Enqueue(Numbered(frames: 100));
        int heard = 0;
        while (heard < 5) heard += IsAudio(_caller.ReceiveRtp()) ? 1 : 0;
        long played = leg.Playout.Clear();
        while (IsAudio(_caller.ReceiveRtp())) heard++;
        Assert.Equal(heard * 160, played);
        Assert.Equal(played, leg.Playout.PlayedSamples);
        Assert.Equal(0, leg.Playout.QueuedSamples);
        Assert.Equal(played + 160, leg.Playout.Enqueue(Numbered(frames: 1)));
        Deadline.Until(() => leg.Playout.PlayedSamples == played + 160, "the next utterance is played");
    }

    [Fact]
    public void Background_music_plays_only_while_nothing_waits_and_stops_at_once()
    {
        MediaLeg leg = _engine.OpenLeg(_caller.Remote());
        leg.SetKeepAlive(true);
        leg.Playout.SetBackground(new ConstantSource());
        while (G711.MuLawToLinear(_caller.ReceiveRtp().Payload[0]) != ConstantSource.Level) { }
        leg.Playout.Enqueue(Numbered(frames: 1));
        while (G711.MuLawToLinear(_caller.ReceiveRtp().Payload[0]) == ConstantSource.Level) { }
        leg.Playout.SetBackground(null);
        while (_caller.ReceiveRtp().Payload[0] != G711.MuLawSilence) { }
        Assert.Equal(160, leg.Playout.PlayedSamples);
    }

    [Fact]
    public void Forty_millisecond_packets_carry_two_frames()
    {
        MediaLeg leg = _engine.OpenLeg(_caller.Remote() with { PacketTimeMs = 40 });
        leg.SetKeepAlive(true);
        ReceivedRtp first = _caller.ReceiveRtp(), second = _caller.ReceiveRtp();
        Assert.Equal(320, first.Payload.Length);
        Assert.Equal(320u, second.Timestamp - first.Timestamp);
    }

    [Fact]
    public void The_stream_stays_one_when_playout_and_relay_take_turns()
    {
        using var callee = new RtpPeer(0xB);
        MediaLeg a = _engine.OpenLeg(_caller.Remote()), b = _engine.OpenLeg(callee.Remote());
        a.Playout.Enqueue(Numbered(frames: 2));
        var packets = new List<ReceivedRtp>(ReceiveMany(2));
        a.ConnectTo(b);
        _engine.Settle();
        callee.Send(b.RtpPort, new byte[160]);
        callee.Send(b.RtpPort, new byte[160]);
        packets.AddRange(ReceiveMany(2));
        a.ConnectTo(null);
        a.Playout.Enqueue(Numbered(frames: 2));
        packets.AddRange(ReceiveMany(2));
        Assert.Single(packets.Select(packet => packet.Ssrc).Distinct());
        Assert.Equal(Enumerable.Range(packets[0].Sequence, 6).Select(value => (ushort)value), packets.Select(packet => packet.Sequence));
        Assert.All(packets.Zip(packets.Skip(1)), pair => Assert.True(pair.Second.Timestamp - pair.First.Timestamp is >= 160 and < 16_000));
        Assert.True(packets[2].Marker);
        Assert.True(packets[4].Marker);
    }

    [Fact]
    public void The_queue_refuses_more_than_its_limit_and_keeps_what_it_has()
    {
        var queue = new PlayoutQueue(8000);
        var minute = new short[60 * 8000];
        Assert.Equal(minute.Length, queue.Enqueue(minute));
        Assert.Equal(2 * minute.Length, queue.Enqueue(minute));
        Assert.Equal(-1, queue.Enqueue(new short[1]));
        Assert.Equal(2 * minute.Length, queue.QueuedSamples);
    }

    [Fact]
    public void Odd_sized_pieces_join_without_a_seam_and_the_rest_is_padded()
    {
        var queue = new PlayoutQueue(8000);
        queue.Enqueue([.. Enumerable.Range(0, 100).Select(value => (short)value)]);
        var frame = new short[160];
        Assert.False(queue.TryTake(frame));
        queue.Enqueue([.. Enumerable.Range(100, 70).Select(value => (short)value)]);
        Assert.True(queue.TryTake(frame));
        Assert.Equal(Enumerable.Range(0, 160).Select(value => (short)value), frame);
        Assert.False(queue.TryTake(frame));
        Assert.True(queue.TryTake(frame));
        Assert.Equal(169, frame[9]);
        Assert.All(frame[10..], sample => Assert.Equal(0, sample));
        Assert.Equal(170, queue.PlayedSamples);
    }

    [Fact]
    public async Task Clearing_from_another_thread_never_loses_or_repeats_a_sample()
    {
        var queue = new PlayoutQueue(8000);
        using var done = new CancellationTokenSource();
        long taken = 0;
        Task relay = Task.Run(() =>
        {
            var frame = new short[160];
            while (!done.IsCancellationRequested)
                if (queue.TryTake(frame)) taken += 160;
        });
        long last = 0;
        for (int i = 0; i < 20_000; i++)
        {
            queue.Enqueue(new short[160 * (i % 5 + 1)]);
            if (i % 3 != 0) continue;
            long played = queue.Clear();
            Assert.True(played >= last);
            last = played;
        }
        done.Cancel();
        await relay;
        Assert.Equal(taken, queue.PlayedSamples);
    }

    private ReceivedRtp[] ReceiveMany(int count) => [.. Enumerable.Range(0, count).Select(_ => _caller.ReceiveRtp())];

    private static double MediaMs(ReceivedRtp first, ReceivedRtp last) => (last.Timestamp - first.Timestamp) / 8.0;

    private static byte Code(int frame) => (byte)(0x80 + frame % 0x60);

    private static short[] Numbered(int frames) =>
        [.. Enumerable.Range(0, frames).SelectMany(frame => Enumerable.Repeat(G711.MuLawToLinear(Code(frame)), 160))];

    private static bool IsAudio(ReceivedRtp packet) => packet.Payload[0] != G711.MuLawSilence;

    private static void AssertContinuous(IReadOnlyList<ReceivedRtp> packets)
    {
        for (int i = 1; i < packets.Count; i++)
        {
            Assert.Equal((ushort)(packets[i - 1].Sequence + 1), packets[i].Sequence);
            Assert.Equal(packets[i - 1].Timestamp + 160, packets[i].Timestamp);
            Assert.Equal(packets[0].Ssrc, packets[i].Ssrc);
            Assert.False(packets[i].Marker);
        }
    }

    private sealed class ConstantSource : IAudioSource
    {
        public static readonly short Level = G711.MuLawToLinear(0x10);

        public int SampleRateHz => 8000;

        public void Read(Span<short> frame) => frame.Fill(Level);
    }
}
