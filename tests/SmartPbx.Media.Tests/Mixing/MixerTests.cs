using SmartPbx.Media.Audio;
using SmartPbx.Media.Codecs;
using SmartPbx.Media.Detection;
using SmartPbx.Media.Mixing;
using SmartPbx.Media.Relay;
using SmartPbx.Media.Tests.TestKit;

namespace SmartPbx.Media.Tests.Mixing;

/// <summary>A caller, a callee and a third person over sockets, each with a tone of its own: who hears whom.</summary>
public sealed class MixerTests : IDisposable
{
    private const double CallerHz = 500, CalleeHz = 900, ThirdHz = 1500;
    private static readonly double[] Sung = [CallerHz, CalleeHz, ThirdHz];

    private readonly EngineFixture _engine = new();
    private readonly RtpPeer _caller = new(0xA), _callee = new(0xB), _third = new(0xC);
    private readonly List<IDisposable> _owned = [];
    private MediaLeg _a = null!, _b = null!, _c = null!;
    private Ear _callerEar = null!, _calleeEar = null!, _thirdEar = null!;
    private Mixer _mixer = null!;

    public void Dispose()
    {
        foreach (IDisposable owned in _owned) owned.Dispose();
        _engine.Dispose();
        _caller.Dispose();
        _callee.Dispose();
        _third.Dispose();
    }

    public static TheoryData<string, string, string> Codecs() => OpusCodec.IsAvailable
        ? new() { { "PCMU", "PCMU", "PCMU" }, { "PCMU", "PCMA", "G722" }, { "PCMA", "G722", "PCMU" }, { "OPUS", "PCMU", "OPUS" }, { "G722", "OPUS", "PCMA" } }
        : new() { { "PCMU", "PCMU", "PCMU" }, { "PCMU", "PCMA", "G722" }, { "PCMA", "G722", "PCMU" } };

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Listen_whisper_conference_and_back(string caller, string callee, string third)
    {
        Begin(caller, callee, third);

        _mixer.Arrange(Listening());
        _thirdEar.Until(Sung, CallerHz, CalleeHz);
        _callerEar.Until(Sung, CalleeHz);
        _calleeEar.Until(Sung, CallerHz);

        _mixer.Arrange(Whispering());
        _calleeEar.Until(Sung, CallerHz, ThirdHz);
        _callerEar.Until(Sung, CalleeHz);
        _thirdEar.Until(Sung, CallerHz, CalleeHz);

        _mixer.Arrange(Conference());
        _callerEar.Until(Sung, CalleeHz, ThirdHz);
        _calleeEar.Until(Sung, CallerHz, ThirdHz);
        _thirdEar.Until(Sung, CallerHz, CalleeHz);

        _mixer.Dispose();
        _callerEar.Until(Sung, CalleeHz);
        _calleeEar.Until(Sung, CallerHz);
        AssertOneStream(_calleeEar, callee);
        AssertOneStream(_callerEar, caller);
    }

    [Fact]
    public void Taps_of_a_private_mix_hear_the_peer_alone_and_of_an_open_one_the_mix()
    {
        Begin("PCMU", "G722", "PCMU");
        using AudioTap told = _b.OpenTap(TapSide.Outbound);

        _mixer.Arrange(Whispering());
        _calleeEar.Until(Sung, CallerHz, ThirdHz);
        UntilTapped(told, CallerHz);

        _mixer.Arrange(Conference());
        UntilTapped(told, CallerHz, ThirdHz);
    }

    [Fact]
    public void What_is_played_to_a_leg_is_a_voice_too()
    {
        Begin("PCMU", "PCMU", "PCMU");
        _a.ConnectTo(null);
        _a.Playout.SetBackground(new Tone(1100));
        _mixer.Arrange(new MixPlan([new MixOutput(_c, [new(new(_a, TapSide.Inbound)), new(new(_a, TapSide.Outbound))])]));
        _thirdEar.Until([.. Sung, 1100], CallerHz, 1100);

        _mixer.Arrange(new MixPlan([new MixOutput(_a, [new(new(_c, TapSide.Inbound))])]));
        _callerEar.Until([.. Sung, 1100], ThirdHz);
        _mixer.Dispose();
        _callerEar.Until([.. Sung, 1100], 1100);
    }

    [Fact]
    public void A_voice_that_is_turned_down_is_softer()
    {
        Begin("PCMU", "PCMU", "PCMU");
        _mixer.Arrange(new MixPlan([new MixOutput(_c, [new(new(_a, TapSide.Inbound), -20), new(new(_b, TapSide.Inbound))])]));
        _thirdEar.Until(Sung, CalleeHz); // what is left of the other is below what counts as heard
    }

    [Fact]
    public void A_listener_who_renegotiates_goes_on_in_the_new_codec()
    {
        Begin("PCMU", "PCMU", "PCMU");
        _mixer.Arrange(Listening());
        _thirdEar.Until(Sung, CallerHz, CalleeHz);
        _c.SetRemote(_third.Remote(PayloadFormat.G722) with { PacketTimeMs = 40 });
        Deadline.Until(() => _third.ReceiveRtp() is { PayloadType: 9, Payload.Length: 320 }, "packets of the new codec and length");
        using var ear = new Ear(_third, PayloadFormat.G722);
        ear.Until(Sung, CallerHz, CalleeHz);
    }

    [Fact]
    public void A_leg_that_closes_leaves_the_others_talking()
    {
        Begin("PCMU", "PCMU", "PCMU");
        _mixer.Arrange(Conference());
        _thirdEar.Until(Sung, CallerHz, CalleeHz);
        _b.Dispose();
        _thirdEar.Until(Sung, CallerHz);
        _callerEar.Until(Sung, ThirdHz);
    }

    [Fact]
    public void A_mix_allocates_nothing()
    {
        Begin("PCMU", "G722", "PCMU");
        _mixer.Arrange(Conference());
        for (int i = 0; i < 150; i++) _thirdEar.Hear(); // every path has run
        var (relay, threads) = (_engine.Engine.Counters.RelayAllocatedBytes, _engine.Engine.TranscodingAllocatedBytes);
        for (int i = 0; i < 100; i++) _thirdEar.Hear();
        Assert.Equal((relay, threads), (_engine.Engine.Counters.RelayAllocatedBytes, _engine.Engine.TranscodingAllocatedBytes));
    }

    private void Begin(string caller, string callee, string third)
    {
        (_a, _callerEar) = Join(_caller, caller, CallerHz);
        (_b, _calleeEar) = Join(_callee, callee, CalleeHz);
        (_c, _thirdEar) = Join(_third, third, ThirdHz);
        _a.ConnectTo(_b);
        _owned.Add(_mixer = _engine.Engine.OpenMixer());
        _callerEar.Until(Sung, CalleeHz);
        _calleeEar.Until(Sung, CallerHz);
    }

    private (MediaLeg Leg, Ear Ear) Join(RtpPeer peer, string codec, double hz)
    {
        PayloadFormat format = Format(codec);
        MediaLeg leg = _engine.OpenLeg(peer.Remote(format));
        var ear = new Ear(peer, format);
        _owned.Add(new Singer(peer, leg.RtpPort, format, hz));
        _owned.Add(ear);
        return (leg, ear);
    }

    private MixPlan Listening() => new([Hears(_c)]);

    private MixPlan Whispering() => new([Hears(_c), Hears(_b) with { IsPrivate = true }]);

    private MixPlan Conference() => new([Hears(_c), Hears(_b), Hears(_a)]);

    private MixOutput Hears(MediaLeg leg) => new(leg, [new(new(_a, TapSide.Inbound)), new(new(_b, TapSide.Inbound)), new(new(_c, TapSide.Inbound))]);

    private static PayloadFormat Format(string name) => AudioCodecs.Supported.Single(f => f.EncodingName == name);

    // RFC 3550: one source, whose numbers go on by one and whose clock goes on, but never ahead of the time.
    private static void AssertOneStream(Ear ear, string codec)
    {
        List<ReceivedRtp> packets = ear.Packets;
        Assert.Single(packets.Select(p => p.Ssrc).Distinct());
        for (int i = 1; i < packets.Count; i++)
        {
            Assert.Equal((ushort)(packets[i - 1].Sequence + 1), packets[i].Sequence);
            Assert.InRange((int)(packets[i].Timestamp - packets[i - 1].Timestamp), 1, int.MaxValue);
        }
        double seconds = (double)(packets[^1].Timestamp - packets[0].Timestamp) / Format(codec).ClockRateHz;
        Assert.InRange(seconds, 0, TimeProvider.System.GetElapsedTime(ear.Since).TotalSeconds + 1); // each change of who feeds it may count a packet too much
    }

    private static void UntilTapped(AudioTap tap, params double[] heard)
    {
        var (latest, frame) = (new Queue<short[]>(), new short[tap.FrameSamples]);
        Deadline.Until(() =>
        {
            if (!tap.TryRead(frame, out _)) return false;
            latest.Enqueue([.. frame]);
            if (latest.Count <= 10) return false;
            latest.Dequeue();
            short[] pcm = [.. latest.SelectMany(f => f)];
            return Sung.All(hz => Math.Sqrt(Goertzel.SquaredAmplitude(pcm, hz, tap.SampleRateHz)) > 1500 == heard.Contains(hz));
        }, $"the tap hears {string.Join(", ", heard)} Hz");
    }

    private sealed class Tone(double hz) : IAudioSource
    {
        private long _position;

        public int SampleRateHz => 8000;

        public void Read(Span<short> frame)
        {
            for (int i = 0; i < frame.Length; i++) frame[i] = (short)(6000 * Math.Sin(2 * Math.PI * hz * _position++ / SampleRateHz));
        }
    }
}
