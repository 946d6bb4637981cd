using SmartPbx.Domain.Supervision;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Tests.Supervision;

/// <summary>A supervisor in a call of the voice agent.</summary>
public sealed class AgentSupervisionTests
{
    private const double CallerHz = 500, AgentHz = 1000, BossHz = 1500;
    private static readonly double[] Sung = [CallerHz, AgentHz, BossHz];

    [Fact]
    public async Task Supervisor_takes_the_agents_place_and_gives_it_back()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var boss = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var a = await caller.Call(edge.Sip, "2000").AnsweredAsync();
        caller.Audio.Sing(a.EdgeRtp, CallerHz);
        var call = await SupervisedCall.OfAsync(edge);

        var s = await call.JoinAsync("s1", boss, BossHz);
        await SupervisedCall.HearsAsync(boss, Sung, CallerHz);
        Assert.Equal(SupervisionReason.NobodyToWhisperTo, (await call.ChangeAsync("s1", SupervisionMode.Whisper)).LastRefusal);

        await call.ChangeAsync("s1", SupervisionMode.Barge);
        await SupervisedCall.HearsAsync(caller, Sung, BossHz);
        await SupervisedCall.HearsAsync(boss, Sung, CallerHz);
        await Eventually.TrueAsync(() => edge.RealTime.Messages.Count(message => message.Name == "agent.state") >= 2, "the agent steps aside");

        Assert.Null((await call.EndAsync("s1")).LastRefusal);
        Assert.Equal("s1", (await call.WaitAsync("s1", one => one.Status == SupervisionStatus.Ended, "it is over")).SupervisionId.Value);
        await boss.RequestAsync(SipMethod.Bye);
        var heard = caller.Audio.PacketsHeard;
        caller.Audio.Press(a.EdgeRtp, 0); // the agent listens again, and says that nobody can be rung
        await Eventually.TrueAsync(() => caller.Audio.PacketsHeard > heard && caller.Audio.Hears(AgentHz), "the agent is back");
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
        Assert.Equal([SupervisionStatus.Ringing, SupervisionStatus.Active, SupervisionStatus.Active, SupervisionStatus.Ended], call.Events.Select(e => e.Status));
        Assert.NotNull(s);
    }

    [Fact]
    public async Task Supervisor_hears_the_agent_speak()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var boss = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var a = await caller.Call(edge.Sip, "2000").AnsweredAsync();
        caller.Audio.Sing(a.EdgeRtp, CallerHz);
        var call = await SupervisedCall.OfAsync(edge);
        await call.JoinAsync("s1", boss, BossHz);

        caller.Audio.Press(a.EdgeRtp, 0); // nobody can be rung, it says with a beep
        await Eventually.TrueAsync(() => boss.Audio.HasHeard(AgentHz, CallerHz) && boss.Audio.Latest(2000) is { } latest && HasTone(latest, AgentHz), "the agent is heard");
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    private static bool HasTone(short[] heard, double hz)
    {
        for (var at = 0; at + 800 <= heard.Length; at += 400)
            if (Math.Sqrt(Media.Detection.Goertzel.SquaredAmplitude(heard.AsSpan(at, 800), hz, 8000)) > 1500) return true;
        return false;
    }
}
