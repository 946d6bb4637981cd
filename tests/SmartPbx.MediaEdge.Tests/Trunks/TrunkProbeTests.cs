using SmartPbx.MediaEdge.Health;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.MediaEdge.Trunks;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Tests.Trunks;

public class TrunkProbeTests
{
    [Fact]
    public async Task Target_that_refuses_options_goes_down_and_comes_back()
    {
        await using var carrier = new TestCarrier { WantsDigest = true };
        await using var edge = await TestEdge.StartAsync(e => e.Put(carrier.Subscribed() with { OptionsSeconds = 1 }));
        await Eventually.TrueAsync(() => carrier.Of(SipMethod.Options).Any(), "asked");
        Assert.True(Target(edge).Up);

        carrier.OptionsStatus = 503;
        await Eventually.TrueAsync(() => !Target(edge).Up, "down");
        Assert.Contains("smartpbx_trunk_target_up{tenant=\"demo\",trunk=\"out\"", edge.Get<PrometheusWriter>().Write(), StringComparison.Ordinal);
        carrier.OptionsStatus = 404; // answers, so it is there
        await Eventually.TrueAsync(() => Target(edge).Up, "up again");
        await Eventually.TrueAsync(() => edge.Bus.Of("trunk.state_changed").Count() == 2, "told twice");
    }

    [Fact]
    public async Task Target_that_asks_us_is_answered()
    {
        await using var carrier = new TestCarrier();
        await using var edge = await TestEdge.StartAsync(e => e.Put(carrier.Trunk()));
        await Eventually.TrueAsync(() => edge.Get<TrunkBoard>().IsTarget(carrier.Phone.Address), "the target is known");

        var answer = await carrier.Phone.SendAsync(carrier.Phone.Out(SipMethod.Options, edge.Sip, "carrier", "carrier.example", null), edge.Sip);
        Assert.Equal(200, answer.Status);
        Assert.Contains("INVITE", answer.Headers["Allow"], StringComparison.Ordinal);
    }

    private static TrunkStatus.Target Target(TestEdge edge) =>
        Assert.Single(TrunkStatus.Of(edge.Get<TrunkBoard>(), DateTimeOffset.UtcNow).Single(t => t.Trunk == "out").Targets);
}
