using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Events;
using SmartPbx.MediaEdge.Tests.Calls;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Tests.Journal;

public class CrashTests
{
    [Fact]
    public async Task Killed_in_mid_call_both_peers_get_bye_and_record_and_recording_are_there()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, _) = await BridgedCallTests.BridgeAsync(edge, caller, callee);
        caller.Audio.Sing(a.EdgeRtp, 440);
        await Eventually.TrueAsync(() => callee.Audio.Hears(440), "they talk");
        await Eventually.TrueAsync(() => new FileInfo(System.IO.Directory.GetFiles(Path.Combine(edge.Folder, "recordings")).Single()).Length > 16_000, "some of it is on disk");

        await edge.KillAsync();
        Assert.Empty(edge.Cdrs());
        await edge.BootAsync();

        var byes = await Task.WhenAll(caller.RequestAsync(SipMethod.Bye), callee.RequestAsync(SipMethod.Bye));
        Assert.All(byes, bye => Assert.Contains("edge_crashed", bye.Request.Headers["Reason"], StringComparison.Ordinal));
        var cdr = Assert.Single(edge.Cdrs());
        Assert.Equal(CallOutcome.EdgeCrashed, cdr.Outcome);
        Assert.Equal(["a", "b1"], cdr.Legs.Select(l => l.Leg));
        Assert.Equal(cdr.DurationMs, cdr.Segments.Sum(s => s.EndMs - s.StartMs));
        await Eventually.TrueAsync(() => edge.Bus.Of("call.recording_saved").Any(), "the recording is saved");
        var saved = edge.Bus.Of("call.recording_saved").Single().Payload(EventCatalogue.CallRecordingSaved);
        Assert.True(saved.DurationMs >= 450, $"{saved.DurationMs} ms of recording");
        Assert.Single(edge.Bus.Of("call.ended"));
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Ports_of_the_killed_process_rest()
    {
        await using var edge = await TestEdge.StartAsync(null, ("Edge:Rtp:FirstPort", "11980"), ("Edge:Rtp:LastPort", "11985"));
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var before = await caller.Call(edge.Sip, "2000").AnsweredAsync();
        await edge.AnsweredCallIsJournalledAsync();

        await edge.KillAsync();
        await edge.BootAsync();

        await caller.RequestAsync(SipMethod.Bye);
        for (var i = 0; i < 2; i++)
            Assert.NotEqual(before.EdgeRtp.Port, (await caller.Call(edge.Sip, "2000").AnsweredAsync()).EdgeRtp.Port);
        Assert.Equal(503, (await caller.Call(edge.Sip, "2000").FinalAsync()).Status);
    }

    [Fact]
    public async Task Killed_while_ringing_leaves_a_failed_record_and_no_recording()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        await caller.Call(edge.Sip, "1000").ResponseAsync(183);
        (await callee.RequestAsync(SipMethod.Invite)).Respond(180);

        await edge.KillAsync();
        await edge.BootAsync();

        Assert.Equal((CallOutcome.EdgeCrashed, 0), (Assert.Single(edge.Cdrs()).Outcome, edge.Cdrs()[0].DurationMs));
        await Eventually.TrueAsync(() => edge.Bus.Of("call.failed").Any(), "call.failed is published");
        Assert.Empty(System.IO.Directory.GetFiles(Path.Combine(edge.Folder, "recordings")));
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Phones_stay_registered_over_a_restart()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var phone = await edge.RegisteredPhoneAsync();
        await Eventually.TrueAsync(() => File.Exists(Path.Combine(edge.Folder, "bindings.json")), "the bindings are saved");

        await edge.KillAsync();
        await edge.BootAsync();

        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "1000");
        await phone.RequestAsync(SipMethod.Invite);
        await call.ResponseAsync(183);
        call.Cancel();
        Assert.Equal(487, (await call.FinalAsync()).Status);
    }

    [Fact]
    public async Task Restart_after_a_restart_records_nothing_twice()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        await caller.Call(edge.Sip, "2000").AnsweredAsync();
        await edge.AnsweredCallIsJournalledAsync();

        await edge.KillAsync();
        await edge.BootAsync();
        await edge.KillAsync();
        await edge.BootAsync();

        Assert.Single(edge.Cdrs());
        await Eventually.TrueAsync(() => edge.Bus.Of("call.ended").Any(), "call.ended is published");
        Assert.Single(edge.Bus.Of("call.ended").Select(e => e.Id).Distinct());
    }
}
