using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Directory;
using SmartPbx.MediaEdge.Admission;
using SmartPbx.MediaEdge.Tests.Calls;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.MediaEdge.Tests.Trunks;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Tests.Transfers;

/// <summary>Who is sent to a number outside goes there by the rules of the phone that sends, and on its account.</summary>
public class OutsideTransferTests
{
    private const string Mobile = "01012345678";
    private const string MobileE164 = "+821012345678";

    [Fact]
    public async Task Phone_sends_its_caller_outside_in_its_own_name()
    {
        await using var carrier = new TestCarrier();
        await using var edge = await OutboundCallTests.StartAsync(carrier.Trunk(), OutboundCallTests.Plan());
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        Assert.Equal(202, (await b.ReferAsync(Mobile)).Status);
        await callee.IsToldAsync(100);
        var invite = await carrier.Phone.RequestAsync(SipMethod.Invite);
        Assert.Equal((MobileE164, "1000"), (invite.Request.Uri.User, invite.Request.From.Uri.User));
        Assert.Contains("sip:1000@", invite.Request.Headers["Referred-By"], StringComparison.Ordinal);
        invite.Respond(180);
        await callee.IsToldAsync(180);
        var c = carrier.Phone.Answer(invite);
        await callee.IsToldAsync(200);
        await callee.RequestAsync(SipMethod.Bye);

        caller.Audio.Sing(a.EdgeRtp, 700);
        carrier.Phone.Audio.Sing(c.EdgeRtp, 1760);
        await Eventually.TrueAsync(() => carrier.Phone.Audio.Hears(700) && caller.Audio.Hears(1760), "caller and target hear each other");
        Assert.Equal(1, edge.Get<CallAdmission>().Channels(carrier.Trunk()));
        Assert.Equal(200, (await c.ByeAsync()).Status);
        await caller.RequestAsync(SipMethod.Bye);

        var cdr = await edge.CdrAsync();
        Assert.Equal((CallDirection.Inbound, "carrier", "out"), (cdr.Direction, cdr.Trunk, cdr.Legs.Single(l => l.Leg == "b2").Trunk));
        await edge.NothingLeaksAsync();
        Assert.Equal(0, edge.Get<CallAdmission>().Channels(carrier.Trunk()));
    }

    [Fact]
    public async Task Channels_are_free_as_soon_as_a_carriers_leg_has_left_the_call()
    {
        await using var carrier = new TestCarrier();
        await using var edge = await OutboundCallTests.StartAsync(carrier.Trunk() with { MaxChannels = 1 },
            OutboundCallTests.Plan() with { Limits = new OutboundLimits { MaxConcurrent = 1 } });
        await using var phone = await edge.RegisteredPhoneAsync();
        await using var other = await edge.RegisteredPhoneAsync("1011");
        var (a, b) = await OutboundCallTests.TalkAsync(edge, phone, carrier);

        Assert.Equal(202, (await b.ReferAsync("1011")).Status); // the far end sends our phone to a colleague
        var c = other.Answer(await other.RequestAsync(SipMethod.Invite));
        await carrier.Phone.RequestAsync(SipMethod.Bye);
        await Eventually.TrueAsync(() => edge.Get<CallAdmission>().Channels(carrier.Trunk()) == 0, "the channel is free while the call goes on");

        Assert.Equal(202, (await c.ReferAsync(Mobile)).Status); // and there is one for the next
        carrier.Phone.Answer(await carrier.Phone.RequestAsync(SipMethod.Invite));
        await other.RequestAsync(SipMethod.Bye);
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
        Assert.Equal(0, edge.Get<CallAdmission>().Channels(carrier.Trunk()));
    }

    [Fact]
    public async Task Attended_transfer_takes_channel_and_leave_along_and_they_end_with_the_leg()
    {
        await using var carrier = new TestCarrier();
        await using var edge = await OutboundCallTests.StartAsync(carrier.Trunk(), OutboundCallTests.Plan() with { Limits = new OutboundLimits { MaxConcurrent = 1 } });
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (_, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);
        var call = callee.CallAs("1008", edge.Sip, Mobile);
        var c = carrier.Phone.Answer(await carrier.Phone.RequestAsync(SipMethod.Invite));
        var consulting = await call.AnsweredAsync();

        Assert.Equal(202, (await b.ReferReplacingAsync("1011", consulting)).Status);
        await callee.RequestAsync(SipMethod.Bye);
        await callee.RequestAsync(SipMethod.Bye);
        await edge.CdrAsync();
        Assert.Equal(1, edge.Get<CallAdmission>().Channels(carrier.Trunk()));
        Assert.Equal(403, (await callee.CallAs("1008", edge.Sip, Mobile).FinalAsync()).Status); // still on the phone's account

        await c.ByeAsync();
        await caller.RequestAsync(SipMethod.Bye);
        await edge.NothingLeaksAsync();
        Assert.Equal(0, edge.Get<CallAdmission>().Channels(carrier.Trunk()));
    }

    [Theory]
    [InlineData("0012015550123", 403)] // no rule allows it
    [InlineData("119", 403)] // emergencies are for those who dial them
    [InlineData("+82119", 403)]
    [InlineData("7a7", 404)]
    public async Task What_may_not_go_out_is_told_and_the_caller_stays(string number, int status)
    {
        await using var carrier = new TestCarrier();
        await using var edge = await OutboundCallTests.StartAsync(carrier.Trunk(),
            OutboundCallTests.Plan() with { Emergency = [new EmergencyRule { Number = "119", Trunks = ["out"] }], Limits = new OutboundLimits { AllowedPrefixes = ["+8210"] } });
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        Assert.Equal(202, (await b.ReferAsync(number)).Status);
        await callee.IsToldAsync(100);
        await callee.IsToldAsync(status);

        caller.Audio.Sing(a.EdgeRtp, 700);
        await Eventually.TrueAsync(() => callee.Audio.Hears(700), "they talk again");
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
        Assert.Empty(carrier.Of(SipMethod.Invite));
    }

    [Fact]
    public async Task Carrier_sends_nobody_outside()
    {
        await using var carrier = new TestCarrier();
        await using var edge = await OutboundCallTests.StartAsync(carrier.Trunk(), OutboundCallTests.Plan());
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, _) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        Assert.Equal(202, (await a.ReferAsync(Mobile)).Status);
        await caller.IsToldAsync(100);
        await caller.IsToldAsync(404);
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
        Assert.Empty(carrier.Of(SipMethod.Invite));
    }

    [Fact]
    public async Task Toll_guard_counts_transfers()
    {
        await using var carrier = new TestCarrier { InviteStatus = 486 };
        await using var edge = await OutboundCallTests.StartAsync(carrier.Trunk(), OutboundCallTests.Plan() with { Limits = new OutboundLimits { CallsPerMinute = 2 } });
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        foreach (var status in new[] { 486, 486, 403 })
        {
            Assert.Equal(202, (await b.ReferAsync(Mobile)).Status);
            await callee.IsToldAsync(100);
            await callee.IsToldAsync(status);
        }
        await Eventually.TrueAsync(() => edge.Bus.Of("outbound.blocked").Any(), "the tenant is told");
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
        Assert.Equal(2, carrier.Of(SipMethod.Invite).Count());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Phone_forwards_outside_only_where_the_tenant_lets_it(bool allowed)
    {
        await using var carrier = new TestCarrier();
        await using var edge = await OutboundCallTests.StartAsync(carrier.Trunk(), OutboundCallTests.Plan() with { PhonesForwardOutside = allowed },
            e => e.Put(new PhoneNumber { TenantId = TestEdge.Demo, Number = "3000", RingExtension = "1008", AgentTakesOver = false, NoAnswerSeconds = 60 }));
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "3000", from: "5550001");
        var ringing = await callee.RequestAsync(SipMethod.Invite);
        Redirect(ringing, $"<sip:{Mobile}@{TestEdge.Domain}>");
        if (!allowed)
        {
            Assert.Equal(480, (await call.FinalAsync()).Status);
            Assert.Empty(carrier.Of(SipMethod.Invite));
            await edge.NothingLeaksAsync();
            return;
        }
        var invite = await carrier.Phone.RequestAsync(SipMethod.Invite);

        Assert.Equal((MobileE164, "1000"), (invite.Request.Uri.User, invite.Request.From.Uri.User));
        Assert.StartsWith("<sip:1000@", invite.Request.Headers["Diversion"], StringComparison.Ordinal);
        carrier.Phone.Answer(invite);
        var a = await call.AnsweredAsync();
        await a.ByeAsync();
        await carrier.Phone.RequestAsync(SipMethod.Bye);
        Assert.Equal((CallDirection.Inbound, "carrier"), (await edge.CdrAsync()) is var cdr ? (cdr.Direction, cdr.Trunk) : default);
        await edge.NothingLeaksAsync();
        Assert.Equal(0, edge.Get<CallAdmission>().Channels(carrier.Trunk()));
    }

    private static void Redirect(ServerTransaction invite, string contact)
    {
        var response = invite.CreateResponse(302);
        response.Headers.Add("Contact", contact);
        invite.Respond(response);
    }
}
