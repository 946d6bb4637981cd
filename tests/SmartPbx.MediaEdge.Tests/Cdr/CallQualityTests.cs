using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Health;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Tests.Cdr;

public class CallQualityTests
{
    private const int PacketsForAScore = 60;

    [Fact]
    public async Task Each_leg_of_the_record_has_its_score()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "1000");
        var b = callee.Answer(await callee.RequestAsync(SipMethod.Invite));
        var a = await call.AnsweredAsync();
        caller.Audio.Sing(a.EdgeRtp, 440);
        callee.Audio.Sing(b.EdgeRtp, 1760);
        await Eventually.TrueAsync(() => callee.Audio.PacketsHeard > PacketsForAScore && caller.Audio.PacketsHeard > 2 * PacketsForAScore, "more than a second of audio has passed");
        Assert.Equal(200, (await a.ByeAsync()).Status);

        var cdr = await edge.CdrAsync();
        Assert.All(cdr.Legs, leg => Assert.InRange(leg.MosIn!.Value, 1, 4.5));
        Assert.All(cdr.Legs, leg => Assert.Null(leg.MosOut)); // these phones send no RTCP
        Assert.Contains("smartpbx_call_mos", edge.Get<PrometheusWriter>().Write(), StringComparison.Ordinal);
        Assert.Equal(2, edge.Get<EdgeMetrics>().Quality.Read().Legs);
    }

    [Fact]
    public void The_mean_follows_late_legs()
    {
        var quality = new RecentQuality();
        quality.Add(Leg(null));
        Assert.Equal(0, quality.Read().Legs);
        for (var i = 0; i < 200; i++) quality.Add(Leg(4.4));
        Assert.Equal(4.4, quality.Read().Mos);
        for (var i = 0; i < 300; i++) quality.Add(Leg(2.0));
        Assert.InRange(quality.Read().Mos, 2.0, 2.2);
    }

    private static LegRecord Leg(double? mos) => new() { Leg = "a", Direction = "inbound", SipCallId = "x", State = CallState.Terminated, MosIn = mos, PacketsIn = 100 };
}
