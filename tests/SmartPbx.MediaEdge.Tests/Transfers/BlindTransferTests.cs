using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Directory;
using SmartPbx.MediaEdge.Tests.Calls;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Tests.Transfers;

public class BlindTransferTests
{
    [Fact]
    public async Task Callee_sends_the_caller_to_another_phone()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var target = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        Assert.Equal(202, (await b.ReferAsync("1011")).Status);
        await callee.IsToldAsync(100);
        await Eventually.TrueAsync(() => caller.Audio.Hears(440, 480), "the caller hears ringback");
        var invite = await target.RequestAsync(SipMethod.Invite);
        Assert.Equal("5551000", invite.Request.From.Uri.User);
        Assert.Contains("sip:1008@", invite.Request.Headers["Referred-By"], StringComparison.Ordinal);
        invite.Respond(180);
        await callee.IsToldAsync(180);
        var c = target.Answer(invite);
        await callee.IsToldAsync(200);
        await callee.RequestAsync(SipMethod.Bye);

        caller.Audio.Sing(a.EdgeRtp, 700);
        target.Audio.Sing(c.EdgeRtp, 1760);
        await Eventually.TrueAsync(() => target.Audio.Hears(700) && caller.Audio.Hears(1760), "caller and target hear each other");
        Assert.Equal(200, (await c.ByeAsync()).Status);
        await caller.RequestAsync(SipMethod.Bye);

        var cdr = await edge.CdrAsync();
        Assert.Equal(CallOutcome.CalleeHungUp, cdr.Outcome);
        var transfer = Assert.Single(cdr.Transfers);
        Assert.Equal((TransferKind.Blind, "b1", "1011", "b2", null), (transfer.Kind, transfer.By, transfer.Target, transfer.Leg, transfer.Failure));
        Assert.Equal(["a", "b1", "b2"], cdr.Legs.Select(l => l.Leg));
        Assert.True(cdr.Legs[1].EndedAt < cdr.EndedAt && cdr.Legs[2].PacketsIn > 0, "each leg has its own end and audio");
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Caller_sends_the_callee_to_another_phone_and_the_recording_goes_on()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var target = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        Assert.Equal(202, (await a.ReferAsync("1011")).Status);
        await caller.IsToldAsync(100);
        var invite = await target.RequestAsync(SipMethod.Invite);
        Assert.Equal("1008", invite.Request.From.Uri.User);
        var c = target.Answer(invite);
        await caller.IsToldAsync(200);
        await caller.RequestAsync(SipMethod.Bye);

        callee.Audio.Sing(b.EdgeRtp, 700);
        target.Audio.Sing(c.EdgeRtp, 1760);
        await Eventually.TrueAsync(() => target.Audio.Hears(700) && callee.Audio.Hears(1760), "callee and target hear each other");
        Assert.Equal(200, (await b.ByeAsync()).Status);
        await target.RequestAsync(SipMethod.Bye);
        Assert.Equal(["a", "b1", "b2"], (await edge.CdrAsync()).Legs.Select(l => l.Leg));
        await Eventually.TrueAsync(() => edge.Bus.Of("call.recording_saved").Any(), "the recording is saved");
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Transferor_need_not_wait_for_the_answer()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var target = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        Assert.Equal(202, (await b.ReferAsync("1011")).Status);
        Assert.Equal(200, (await b.ByeAsync()).Status);
        target.Answer(await target.RequestAsync(SipMethod.Invite));
        await callee.IsToldAsync(100);
        await callee.IsToldAsync(200);

        Assert.Equal(200, (await a.ByeAsync()).Status);
        await target.RequestAsync(SipMethod.Bye);
        Assert.Equal("b2", Assert.Single((await edge.CdrAsync()).Transfers).Leg);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Busy_target_gives_the_caller_back_to_the_transferor()
    {
        await using var edge = await TestEdge.StartAsync(WithoutAgent);
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var target = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        Assert.Equal(202, (await b.ReferAsync("3011")).Status);
        (await target.RequestAsync(SipMethod.Invite)).Respond(486);
        await callee.IsToldAsync(100);
        await callee.IsToldAsync(486);

        caller.Audio.Sing(a.EdgeRtp, 700);
        callee.Audio.Sing(b.EdgeRtp, 1760);
        await Eventually.TrueAsync(() => callee.Audio.Hears(700) && caller.Audio.Hears(1760), "they talk again");
        Assert.Equal(200, (await b.ByeAsync()).Status);
        await caller.RequestAsync(SipMethod.Bye);
        Assert.Equal(CallOutcome.Busy, Assert.Single((await edge.CdrAsync()).Transfers).Failure);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Agent_takes_the_caller_whom_nobody_wants()
    {
        await using var edge = await TestEdge.StartAsync(WithoutAgent);
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var target = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        Assert.Equal(202, (await b.ReferAsync("3011")).Status);
        Assert.Equal(200, (await b.ByeAsync()).Status);
        (await target.RequestAsync(SipMethod.Invite)).Respond(486);
        await callee.IsToldAsync(100);
        await callee.IsToldAsync(486);

        await Eventually.TrueAsync(() => edge.Bus.Of("ai.activated").Any(), "the agent answers");
        await a.ByeAsync();
        var cdr = await edge.CdrAsync();
        Assert.Equal([CallSegmentKind.Bridged, CallSegmentKind.Agent], cdr.Segments.Select(s => s.Kind));
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Remaining_party_who_hangs_up_ends_it_all()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var target = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        Assert.Equal(202, (await b.ReferAsync("1011")).Status);
        (await target.RequestAsync(SipMethod.Invite)).Respond(180);
        await callee.IsToldAsync(100);
        await callee.IsToldAsync(180);
        Assert.Equal(200, (await a.ByeAsync()).Status);

        await Eventually.TrueAsync(() => target.Cancelled.Count == 1, "the target is cancelled");
        await callee.IsToldAsync(487);
        await callee.RequestAsync(SipMethod.Bye);
        await edge.NothingLeaksAsync();
    }

    [Theory]
    [InlineData("7777", 404)]
    [InlineData("3012", 480)]
    public async Task Target_that_does_not_exist_or_is_not_there_is_told_by_notify(string number, int status)
    {
        await using var edge = await TestEdge.StartAsync(WithoutAgent);
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        Assert.Equal(202, (await b.ReferAsync(number)).Status);
        await callee.IsToldAsync(100);
        await callee.IsToldAsync(status);
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Refer_without_subscription_gets_no_notify()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var target = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        var answer = await b.ReferAsync("1011", refer => refer.Headers.Set("Refer-Sub", "false"));
        Assert.Equal((200, "false"), (answer.Status, answer.Headers["Refer-Sub"]));
        target.Answer(await target.RequestAsync(SipMethod.Invite));
        await callee.RequestAsync(SipMethod.Bye);
        Assert.Equal(0, callee.NotifiesWaiting);
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Refers_that_cannot_be_are_refused_at_once()
    {
        await using var edge = await TestEdge.StartAsync(e => e.Put(new Domain.Directory.Tenant { TenantId = new("other"), Name = "Other", SipDomain = "other.example" }));
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        Assert.Equal(400, (await b.SendAsync(SipMethod.Refer)).Status);
        Assert.Equal(400, (await b.ReferAsync("1011", refer => refer.Headers.Add("Refer-To", "<sip:1012@demo.example>"))).Status);
        Assert.Equal(400, (await b.ReferAsync("1011", refer => refer.Headers.Set("Refer-To", "<sip:>>"))).Status);
        Assert.Equal(416, (await b.ReferAsync("1011", refer => refer.Headers.Set("Refer-To", "<http://example.com/>"))).Status);
        Assert.Equal(603, (await b.ReferAsync("1011", refer => refer.Headers.Set("Refer-To", "<sip:1011@demo.example;method=MESSAGE>"))).Status);
        Assert.Equal(403, (await b.ReferAsync("1011", refer => refer.Headers.Set("Refer-To", "<sip:1011@other.example>"))).Status);
        Assert.Equal(420, (await b.ReferAsync("1011", refer => refer.Headers.Set("Require", "multiple-refer"))).Status);
        Assert.Equal(0, callee.NotifiesWaiting);
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Second_refer_waits_for_the_first()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var target = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        Assert.Equal(202, (await b.ReferAsync("1011")).Status);
        Assert.Equal(491, (await b.ReferAsync("1012")).Status);
        Assert.Equal(491, (await a.ReferAsync("1012")).Status);
        (await target.RequestAsync(SipMethod.Invite)).Respond(180);
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Refer_outside_a_call_is_not_allowed()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var stranger = new TestPhone(TestEdge.TrunkAddress);
        var answer = await stranger.SendAsync(stranger.Out(SipMethod.Refer, edge.Sip, "5551000", "trunk.example", "1008"), edge.Sip);
        Assert.Equal(405, answer.Status);
        Assert.DoesNotContain("REFER", answer.Headers["Allow"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_phones_that_send_a_caller_to_one_another_for_ever_are_stopped()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var first = await edge.RegisteredPhoneAsync();
        await using var second = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, first);
        var (from, to) = (first, second);
        for (var i = 0; i < SmartPbx.MediaEdge.Transfers.ReferDesk.MaxTransfers; i++)
        {
            Assert.Equal(202, (await b.ReferAsync(to == second ? "1011" : "1008")).Status);
            b = to.Answer(await to.RequestAsync(SipMethod.Invite));
            await from.RequestAsync(SipMethod.Bye);
            (from, to) = (to, from);
        }

        Assert.Equal(603, (await b.ReferAsync("1011")).Status);
        await a.ByeAsync();
        Assert.Equal(16, (await edge.CdrAsync()).Transfers.Count);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Target_that_hangs_up_as_soon_as_it_has_answered_ends_the_call()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var target = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (_, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        Assert.Equal(202, (await b.ReferAsync("1011")).Status);
        var c = target.Answer(await target.RequestAsync(SipMethod.Invite));
        Assert.Equal(200, (await c.ByeAsync()).Status);

        await caller.RequestAsync(SipMethod.Bye);
        await callee.RequestAsync(SipMethod.Bye);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Party_that_is_sent_to_itself_is_busy_and_stays()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = await edge.RegisteredPhoneAsync("1011");
        var call = await caller.CallAsPhoneAsync(edge.Sip, "1008", "1011");
        var b = callee.Answer(await callee.RequestAsync(SipMethod.Invite));
        var a = await call.AnsweredAsync();

        Assert.Equal(202, (await b.ReferAsync("1011")).Status);
        await callee.IsToldAsync(100);
        await callee.IsToldAsync(486);
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    /// <summary>Numbers whose callers go back to whoever sends them there.</summary>
    private static void WithoutAgent(TestEdge edge)
    {
        foreach (var extension in new[] { "1011", "1012" })
            edge.Put(new PhoneNumber { TenantId = TestEdge.Demo, Number = "3" + extension[1..], RingExtension = extension, AgentTakesOver = false, NoAnswerSeconds = 60 });
    }
}
