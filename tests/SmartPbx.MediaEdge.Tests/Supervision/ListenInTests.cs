using System.Runtime.InteropServices;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Supervision;
using SmartPbx.MediaEdge.Tests.Calls;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;

namespace SmartPbx.MediaEdge.Tests.Supervision;

/// <summary>A caller and a callee talk, a supervisor's phone is rung: who hears whom, told by tones.</summary>
public sealed class ListenInTests
{
    private const double CallerHz = 500, CalleeHz = 900, BossHz = 1500;
    private static readonly double[] Sung = [CallerHz, CalleeHz, BossHz];

    public static TheoryData<string, string> Codecs { get; } = new() { { "PCMU", "PCMU" }, { "PCMU", "G722" }, { "G722", "PCMA" }, { "opus", "PCMU" } };

    [Theory]
    [MemberData(nameof(Codecs))]
    public async Task Modes_change_while_it_runs(string calleeCodec, string bossCodec)
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync(codec: Codec(calleeCodec));
        await using var boss = await edge.RegisteredPhoneAsync("1011", Codec(bossCodec));
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, call) = await TalkAsync(edge, caller, callee);

        var s = await call.JoinAsync("s1", boss, BossHz);
        await SupervisedCall.HearsAsync(boss, Sung, CallerHz, CalleeHz);
        await SupervisedCall.HearsAsync(caller, Sung, CalleeHz);
        await SupervisedCall.HearsAsync(callee, Sung, CallerHz);

        Assert.Null((await call.ChangeAsync("s1", SupervisionMode.Whisper)).LastRefusal);
        await SupervisedCall.HearsAsync(callee, Sung, CallerHz, BossHz);
        await SupervisedCall.HearsAsync(caller, Sung, CalleeHz);
        await SupervisedCall.HearsAsync(boss, Sung, CallerHz, CalleeHz);

        await call.ChangeAsync("s1", SupervisionMode.Whisper, SupervisionSide.Caller);
        await SupervisedCall.HearsAsync(caller, Sung, CalleeHz, BossHz);
        await SupervisedCall.HearsAsync(callee, Sung, CallerHz);

        await call.ChangeAsync("s1", SupervisionMode.Barge);
        await SupervisedCall.HearsAsync(caller, Sung, CalleeHz, BossHz);
        await SupervisedCall.HearsAsync(callee, Sung, CallerHz, BossHz);
        await SupervisedCall.HearsAsync(boss, Sung, CallerHz, CalleeHz);

        await call.ChangeAsync("s1", SupervisionMode.Listen);
        await SupervisedCall.HearsAsync(caller, Sung, CalleeHz);
        await SupervisedCall.HearsAsync(callee, Sung, CallerHz);

        Assert.Equal(200, (await s.ByeAsync()).Status);
        Assert.Equal(SupervisionReason.HungUp, (await call.WaitAsync("s1", one => one.Status == SupervisionStatus.Ended, "it is over")).Reason);
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Keys_of_the_supervisors_phone_change_the_mode()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var boss = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, call) = await TalkAsync(edge, caller, callee);
        var s = await call.JoinAsync("s1", boss, BossHz);

        boss.Audio.Press(s.EdgeRtp, 5);
        await SupervisedCall.HearsAsync(callee, Sung, CallerHz, BossHz);
        boss.Audio.Press(s.EdgeRtp, 6);
        await SupervisedCall.HearsAsync(caller, Sung, CalleeHz, BossHz);
        await s.SendAsync(SipMethod.Info, info => info.SetBody("application/dtmf-relay", "Signal=4\r\nDuration=100\r\n"u8.ToArray()));
        await SupervisedCall.HearsAsync(caller, Sung, CalleeHz);
        await SupervisedCall.HearsAsync(callee, Sung, CallerHz);
        Assert.Empty(callee.Audio.Keys);

        await a.ByeAsync();
        await boss.RequestAsync(SipMethod.Bye);
        var cdr = await edge.CdrAsync();
        var record = Assert.Single(cdr.Supervisions);
        Assert.Equal([SupervisionMode.Listen, SupervisionMode.Whisper, SupervisionMode.Barge, SupervisionMode.Listen], record.Changes.Select(change => change.Mode));
        Assert.Equal(("boss", "1011", true), (record.By.Value, record.Extension, record.LeftAt is not null));
        Assert.Equal((CallState.Terminated, "PCMU"), cdr.Legs.Where(leg => leg.Leg == "s1").Select(leg => (leg.State, leg.Codec)).Single());
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Recording_has_who_barged_and_not_what_was_whispered()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var boss = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        foreach (var (mode, isRecorded) in new[] { (SupervisionMode.Whisper, false), (SupervisionMode.Barge, true) })
        {
            edge.Blobs.Files.Clear();
            var (a, call) = await TalkAsync(edge, caller, callee);
            var id = $"s-{mode}";
            await call.JoinAsync(id, boss, BossHz, mode: mode, whisperTo: SupervisionSide.Caller);
            await SupervisedCall.HearsAsync(caller, Sung, CalleeHz, BossHz);
            var packets = caller.Audio.PacketsHeard;
            await Eventually.TrueAsync(() => caller.Audio.PacketsHeard > packets + 25, "half a second is said");
            await a.ByeAsync();
            await boss.RequestAsync(SipMethod.Bye);
            await Eventually.TrueAsync(() => edge.Blobs.Files.Count == 1, "the recording is stored");
            var wav = edge.Blobs.Files.Single().Value;
            Assert.True(Loudest(wav, 0, CallerHz) > 1500 && Loudest(wav, 1, CalleeHz) > 1500, "both are on their tracks");
            Assert.Equal(isRecorded, Loudest(wav, 1, BossHz) > 1500);
            Assert.True(Loudest(wav, 0, BossHz) < 1500, "the caller's track is the caller's");
        }
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Keys_of_the_caller_reach_a_callee_who_is_whispered_to()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var boss = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, call) = await TalkAsync(edge, caller, callee);
        await call.JoinAsync("s1", boss, BossHz, mode: SupervisionMode.Whisper);
        await SupervisedCall.HearsAsync(callee, Sung, CallerHz, BossHz);

        caller.Audio.Press(a.EdgeRtp, 7);
        await Eventually.TrueAsync(() => callee.Audio.Keys is [('7', _)], "the key arrives once");
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Two_supervisors_hear_the_one_who_barges_and_the_end_of_the_call_lets_both_go()
    {
        const double OtherHz = 2100;
        double[] sung = [.. Sung, OtherHz];
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var boss = await edge.RegisteredPhoneAsync("1011");
        await using var other = await edge.RegisteredPhoneAsync("1012");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, call) = await TalkAsync(edge, caller, callee);
        await call.JoinAsync("s1", boss, BossHz, mode: SupervisionMode.Barge);
        await call.JoinAsync("s2", other, OtherHz, "1012", SupervisionMode.Whisper);

        await SupervisedCall.HearsAsync(other, sung, CallerHz, CalleeHz, BossHz);
        await SupervisedCall.HearsAsync(boss, sung, CallerHz, CalleeHz);
        await SupervisedCall.HearsAsync(callee, sung, CallerHz, BossHz, OtherHz);
        await SupervisedCall.HearsAsync(caller, sung, CalleeHz, BossHz);

        await a.ByeAsync();
        await boss.RequestAsync(SipMethod.Bye);
        await other.RequestAsync(SipMethod.Bye);
        Assert.Equal(SupervisionReason.CallEnded, (await call.WaitAsync("s2", one => one.Status == SupervisionStatus.Ended, "it is over")).Reason);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Hold_and_resume_of_a_party_do_not_disturb_the_supervisor()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var boss = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, call) = await TalkAsync(edge, caller, callee);
        await call.JoinAsync("s1", boss, BossHz, mode: SupervisionMode.Barge);
        await SupervisedCall.HearsAsync(callee, Sung, CallerHz, BossHz);

        await BridgedCallTests.ReinviteAsync(a, caller, SdpDirection.Inactive, 2);
        callee.Answer(await callee.RequestAsync(SipMethod.Invite));
        await SupervisedCall.HearsAsync(boss, Sung);
        await Eventually.TrueAsync(() => callee.Audio.HearsSomething && !callee.Audio.Hears(BossHz), "the callee hears music");
        await BridgedCallTests.ReinviteAsync(a, caller, SdpDirection.SendRecv, 3);
        callee.Answer(await callee.RequestAsync(SipMethod.Invite));
        await SupervisedCall.HearsAsync(callee, Sung, CallerHz, BossHz);
        await SupervisedCall.HearsAsync(boss, Sung, CallerHz, CalleeHz);
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Supervisor_may_hold_and_come_back_and_is_told_which_call_it_is()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var boss = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, call) = await TalkAsync(edge, caller, callee);
        await call.BeginAsync("s1");
        var invite = await boss.RequestAsync(SipMethod.Invite);
        Assert.Equal(("Listen in: 5551000 - 1000", "supervision"), (invite.Request.From.DisplayName, invite.Request.From.Uri.User));
        var s = boss.Answer(invite);
        boss.Audio.Sing(s.EdgeRtp, BossHz);
        await SupervisedCall.HearsAsync(boss, Sung, CallerHz, CalleeHz);

        await BridgedCallTests.ReinviteAsync(s, boss, SdpDirection.Inactive, 2);
        var heard = boss.Audio.PacketsHeard;
        await BridgedCallTests.ReinviteAsync(s, boss, SdpDirection.SendRecv, 3);
        await Eventually.TrueAsync(() => boss.Audio.PacketsHeard > heard + 15, "audio comes again");
        await SupervisedCall.HearsAsync(boss, Sung, CallerHz, CalleeHz);
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    private static async Task<(TestDialog A, SupervisedCall Call)> TalkAsync(TestEdge edge, TestPhone caller, TestPhone callee)
    {
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);
        caller.Audio.Sing(a.EdgeRtp, CallerHz);
        callee.Audio.Sing(b.EdgeRtp, CalleeHz);
        return (a, await SupervisedCall.OfAsync(edge));
    }

    private static SdpCodec Codec(string name) => new[] { SdpCodec.Pcmu, SdpCodec.Pcma, SdpCodec.G722, SdpCodec.Opus }.Single(codec => codec.Name == name);

    // The greatest amplitude in any fifth of a second of the channel.
    private static double Loudest(byte[] wav, int channel, double hz)
    {
        const int Window = 1600;
        var both = MemoryMarshal.Cast<byte, short>(wav.AsSpan(44));
        var mono = new short[both.Length / 2];
        for (var i = 0; i < mono.Length; i++) mono[i] = both[2 * i + channel];
        return Enumerable.Range(0, mono.Length / Window).Select(i => Math.Sqrt(Media.Detection.Goertzel.SquaredAmplitude(mono.AsSpan(i * Window, Window), hz, 8000))).DefaultIfEmpty().Max();
    }
}
