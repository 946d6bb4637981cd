using SmartPbx.Media.Codecs;
using SmartPbx.Media.Relay;
using SmartPbx.Media.Tests.TestKit;

namespace SmartPbx.Media.Tests.Relay;

public sealed class TranscodingLoadTests
{
    private readonly SteppedTime _time = new();

    [Fact]
    public void Load_is_the_share_of_the_last_second_that_was_worked()
    {
        var meter = new LoadMeter(_time);
        for (int i = 0; i < 60; i++) Work(meter, workMs: 15, restMs: 5);
        Assert.InRange(meter.Current, 0.74, 0.77);
        for (int i = 0; i < 120; i++) Work(meter, workMs: 2, restMs: 18);
        Assert.InRange(meter.Current, 0.09, 0.12);
    }

    [Fact]
    public void A_thread_that_never_rests_is_full_and_one_that_sleeps_is_empty()
    {
        var meter = new LoadMeter(_time);
        meter.Begin();
        for (int i = 0; i < 200; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            meter.Done();
        }
        Assert.Equal(1, meter.Current);
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(0, meter.Current);
    }

    [Fact]
    public void An_engine_that_must_not_transcode_has_no_room_and_still_serves_the_call_that_needs_it()
    {
        using var engine = new EngineFixture(options => options with { MaxTranscodingLoad = 0 });
        using RtpPeer caller = new(0xA), callee = new(0xB);
        Assert.False(engine.Engine.HasTranscodingRoom);
        MediaLeg a = engine.OpenLeg(caller.Remote()), b = engine.OpenLeg(callee.Remote(PayloadFormat.G722));
        a.ConnectTo(b);
        engine.Settle();
        caller.Send(a.RtpPort, new byte[160]);
        Assert.Equal(PayloadFormat.G722.PayloadType, callee.ReceiveRtp().PayloadType);
        Assert.Equal(0, engine.Engine.TranscodingDroppedPackets);
    }

    private void Work(LoadMeter meter, int workMs, int restMs)
    {
        meter.Begin();
        _time.Advance(TimeSpan.FromMilliseconds(workMs));
        meter.Done();
        _time.Advance(TimeSpan.FromMilliseconds(restMs));
    }
}
