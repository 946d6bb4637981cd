using SmartPbx.Media.Mixing;
using SmartPbx.Media.Relay;
using SmartPbx.Media.Tests.TestKit;

namespace SmartPbx.Media.Tests.Mixing;

public sealed class MixPlanTests
{
    [Fact]
    public void Nobody_hears_himself_whatever_the_plan_says()
    {
        using var engine = new EngineFixture();
        MediaLeg one = engine.OpenLeg(), other = engine.OpenLeg();
        MixShare[] all = [new(new(one, TapSide.Inbound)), new(new(other, TapSide.Inbound)), new(new(one, TapSide.Outbound))];
        var plan = new MixPlan([new MixOutput(one, all)]);
        Assert.Equal([all[1], all[2]], MixPlan.Heard(plan.Outputs[0]));
        Assert.Equal([all[1].Input, all[2].Input], plan.Inputs);
    }
}
