using SmartPbx.Media.Mixing;
using SmartPbx.Media.Relay;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.MediaEdge.Supervision;
using static SmartPbx.Domain.Supervision.SupervisionMode;

namespace SmartPbx.MediaEdge.Tests.Supervision;

public sealed class SupervisionPlanTests : IDisposable
{
    private readonly MediaEngine _engine = new(new MediaEngineOptions { FirstPort = 11_900, LastPort = 11_919 });
    private readonly List<MediaLeg> _legs = [];
    private readonly MediaLeg _caller, _callee, _one, _two;

    public SupervisionPlanTests() => (_caller, _callee, _one, _two) = (Leg(), Leg(), Leg(), Leg());

    public void Dispose()
    {
        foreach (var leg in _legs) leg.Dispose();
        _engine.Dispose();
    }

    [Fact]
    public void Without_supervisors_nobody_hears_a_mix() => Assert.Empty(SupervisionPlan.Of(_caller, _callee, false, []).Outputs);

    [Fact]
    public void A_listener_changes_nothing_for_the_two() =>
        Assert.Equal([_one], Listeners(SupervisionPlan.Of(_caller, _callee, false, [new(_one, Listen, LegSide.Callee)])));

    [Theory]
    [InlineData(LegSide.Caller)]
    [InlineData(LegSide.Callee)]
    public void A_whisper_is_private_to_its_side_and_louder_than_the_other(LegSide side)
    {
        var plan = SupervisionPlan.Of(_caller, _callee, false, [new(_one, Whisper, side)]);
        var told = plan.Outputs.Single(output => output.Leg == (side == LegSide.Caller ? _caller : _callee));
        Assert.True(told.IsPrivate);
        Assert.Equal([SupervisionPlan.WhisperedOverDb, 0], told.Hears.Select(share => share.GainDb));
        Assert.Equal(2, plan.Outputs.Count);
    }

    [Fact]
    public void While_one_barges_a_whisper_to_the_recorded_side_waits()
    {
        var plan = SupervisionPlan.Of(_caller, _callee, false, [new(_one, Barge, LegSide.Callee), new(_two, Whisper, LegSide.Caller)]);
        var caller = plan.Outputs.Single(output => output.Leg == _caller);
        Assert.False(caller.IsPrivate);
        Assert.Equal([_callee, _one], caller.Hears.Select(share => share.Input.Leg));
    }

    [Fact]
    public void With_the_agent_a_listener_hears_what_the_caller_is_sent()
    {
        var hears = SupervisionPlan.Of(_caller, null, true, [new(_one, Listen, LegSide.Callee)]).Outputs.Single().Hears;
        Assert.Equal([TapSide.Inbound, TapSide.Outbound], hears.Select(share => share.Input.Side));
    }

    [Fact]
    public void In_the_agents_place_a_supervisor_is_heard_by_the_caller_and_hears_no_echo_of_himself()
    {
        var plan = SupervisionPlan.Of(_caller, null, true, [new(_one, Barge, LegSide.Callee), new(_two, Listen, LegSide.Callee)]);
        Assert.Equal([_one, _two, _caller], Listeners(plan));
        Assert.Equal([new MixInput(_caller, TapSide.Inbound), new MixInput(_one, TapSide.Inbound)], plan.Outputs[1].Hears.Select(share => share.Input));
        Assert.Equal([new MixInput(_one, TapSide.Inbound)], plan.Outputs[2].Hears.Select(share => share.Input));
    }

    [Fact]
    public void To_music_and_tones_everybody_only_listens() =>
        Assert.Equal([_one, _two], Listeners(SupervisionPlan.Of(_caller, null, false, [new(_one, Barge, LegSide.Callee), new(_two, Whisper, LegSide.Caller)])));

    private static IEnumerable<MediaLeg> Listeners(MixPlan plan) => plan.Outputs.Select(output => output.Leg);

    private MediaLeg Leg()
    {
        Assert.True(_engine.TryOpenLeg("test", new LegEvents(), out var leg));
        _legs.Add(leg);
        return leg;
    }

    private sealed class LegEvents : IMediaEvents
    {
        public void OnFirstPacket(MediaLeg leg) { }

        public void OnDtmf(MediaLeg leg, char digit, int durationMs) { }

        public void OnMediaTimeout(MediaLeg leg) { }
    }
}
