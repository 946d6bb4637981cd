using System.Net;
using System.Net.Sockets;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Directory;
using SmartPbx.MediaEdge.Admission;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.MediaEdge.Trunks;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Resolution;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Tests.Trunks;

/// <summary>A registered phone calls the outside, over real sockets, to a scripted carrier.</summary>
public class OutboundCallTests
{
    private const string Mobile = "01012345678";
    private const string MobileE164 = "+821012345678";

    [Fact]
    public async Task Phone_talks_with_the_outside_through_challenges_and_the_record_says_how()
    {
        await using var carrier = new TestCarrier { WantsDigest = true };
        await using var edge = await StartAsync(carrier.Subscribed(), Plan());
        await using var phone = await edge.RegisteredPhoneAsync();
        var call = phone.CallAs("1008", edge.Sip, Mobile);
        var invite = await carrier.Phone.RequestAsync(SipMethod.Invite);
        var b = carrier.Phone.Answer(invite);
        var a = await call.AnsweredAsync();

        Assert.Equal((MobileE164, MobileE164), (invite.Request.Uri.User, invite.Request.To.Uri.User));
        Assert.Equal(("1000", TestCarrier.Realm), (invite.Request.From.Uri.User, invite.Request.From.Uri.Host));
        Assert.Contains("sip:1000@carrier.example", invite.Request.Headers["P-Asserted-Identity"], StringComparison.Ordinal);
        Assert.Equal(69, invite.Request.MaxForwards);
        await Eventually.TrueAsync(() => carrier.Phone.LastAck?.CSeq.Number == invite.Request.CSeq.Number, "the ACK has the number of the INVITE that was answered");
        carrier.Phone.Audio.Sing(b.EdgeRtp, 1760);
        phone.Audio.Sing(a.EdgeRtp, 440);
        await Eventually.TrueAsync(() => phone.Audio.Hears(1760) && carrier.Phone.Audio.Hears(440), "both hear each other");

        Assert.Equal(200, (await a.ByeAsync()).Status);
        var bye = await carrier.Phone.RequestAsync(SipMethod.Bye);
        Assert.True(bye.Request.Headers.Has("Proxy-Authorization"));
        var cdr = await edge.CdrAsync();
        Assert.Equal((CallDirection.Outbound, "out", Mobile, MobileE164), (cdr.Direction, cdr.Trunk, cdr.Callee, cdr.SentNumber));
        Assert.Equal(("out", CallOutcome.CallerHungUp), (cdr.Legs.Single(l => l.Leg == "b1").Trunk, cdr.Outcome));
        await edge.NothingLeaksAsync();
        Assert.Equal(0, edge.Get<CallAdmission>().Channels(carrier.Trunk()));
        Assert.Empty(edge.Blobs.Files);
    }

    [Fact]
    public async Task Without_a_plan_nothing_goes_out()
    {
        await using var carrier = new TestCarrier();
        await using var edge = await StartAsync(carrier.Trunk(), null);
        await using var phone = await edge.RegisteredPhoneAsync();

        Assert.Equal(404, (await phone.CallAs("1008", edge.Sip, Mobile).FinalAsync()).Status);
        Assert.Empty(carrier.Of(SipMethod.Invite));
    }

    [Theory]
    [InlineData("0012015550123")]
    [InlineData("tel:+998123456789")]
    public async Task Number_that_no_rule_allows_is_403(string number)
    {
        await using var carrier = new TestCarrier();
        await using var edge = await StartAsync(carrier.Trunk(), Plan());
        await using var phone = await edge.RegisteredPhoneAsync();
        var call = phone.CallAs("1008", edge.Sip, "x", invite => invite.Uri = number.StartsWith("tel:", StringComparison.Ordinal) ? SipUri.Parse(number) : invite.Uri with { User = number });

        Assert.Equal(403, (await call.FinalAsync()).Status);
        Assert.Equal(CallOutcome.Forbidden, (await edge.CdrAsync()).Outcome);
        Assert.Empty(carrier.Of(SipMethod.Invite));
    }

    [Fact]
    public async Task Tel_uri_is_dialled_and_one_with_an_extension_is_refused()
    {
        await using var carrier = new TestCarrier();
        await using var edge = await StartAsync(carrier.Trunk(), Plan());
        await using var phone = await edge.RegisteredPhoneAsync();
        var call = phone.CallAs("1008", edge.Sip, "x", invite => invite.Uri = SipUri.Parse("tel:+82-10-1234-5678"));
        (await carrier.Phone.RequestAsync(SipMethod.Invite)).Respond(486);
        Assert.Equal(486, (await call.FinalAsync()).Status);

        Assert.Equal(404, (await phone.CallAs("1008", edge.Sip, "x", invite => invite.Uri = SipUri.Parse("tel:+82-10-1234-5678;ext=9")).FinalAsync()).Status);
    }

    [Fact]
    public async Task Role_that_a_rule_does_not_name_may_not_use_it()
    {
        await using var carrier = new TestCarrier();
        await using var edge = await StartAsync(carrier.Trunk(), Plan(rule => rule with { Roles = [Role.Operator] }), e => e.Put(TestEdge.Phone("1009") with { Role = Role.Operator }));
        await using var phone = await edge.RegisteredPhoneAsync();

        Assert.Equal(403, (await phone.CallAs("1008", edge.Sip, Mobile).FinalAsync()).Status);
        await phone.RegisterAsync(edge.Sip, "1009", TestEdge.Password, TestEdge.Domain);
        var call = phone.CallAs("1009", edge.Sip, Mobile);
        (await carrier.Phone.RequestAsync(SipMethod.Invite)).Respond(486);
        Assert.Equal(486, (await call.FinalAsync()).Status);
    }

    [Fact]
    public async Task What_a_carrier_delivers_never_leaves_again()
    {
        await using var carrier = new TestCarrier();
        await using var edge = await StartAsync(carrier.Trunk() with { SourceAddresses = [carrier.Phone.Address.ToString()] }, Plan(rule => rule with { Pattern = "*" }));

        Assert.Equal(404, (await carrier.Phone.Call(edge.Sip, MobileE164).FinalAsync()).Status);
        Assert.Empty(carrier.Of(SipMethod.Invite));
    }

    [Theory]
    [InlineData(503)]
    [InlineData(500)]
    [InlineData(408)]
    public async Task Target_that_fails_hands_the_call_to_the_next(int status)
    {
        await using var first = new TestCarrier { InviteStatus = status, RetryAfter = status == 503 ? "600" : null };
        await using var second = new TestCarrier("127.0.0.10");
        await using var edge = await StartAsync(first.Trunk() with { Targets = [first.Target, second.Target] }, Plan());
        await using var phone = await edge.RegisteredPhoneAsync();
        for (var i = 0; i < 2; i++)
        {
            var call = phone.CallAs("1008", edge.Sip, Mobile);
            second.Phone.Answer(await second.Phone.RequestAsync(SipMethod.Invite));
            await (await call.AnsweredAsync()).ByeAsync();
        }

        // Retry-After is remembered: the second call does not ask the first target again.
        Assert.Equal(status == 503 ? 1 : 2, first.Of(SipMethod.Invite).Count());
        var cdr = await edge.CdrAsync();
        Assert.Equal([status, 200], cdr.Legs.Skip(1).Select(l => l.SipStatus ?? 0));
    }

    [Fact]
    public async Task Second_trunk_of_the_rule_takes_over_from_the_first()
    {
        await using var first = new TestCarrier { InviteStatus = 503 };
        await using var second = new TestCarrier("127.0.0.10");
        await using var edge = await StartAsync(first.Trunk("one"), Plan(rule => rule with { Trunks = ["one", "two"] }), e => e.Put(second.Trunk("two")));
        await using var phone = await edge.RegisteredPhoneAsync();
        var call = phone.CallAs("1008", edge.Sip, Mobile);
        second.Phone.Answer(await second.Phone.RequestAsync(SipMethod.Invite));
        await (await call.AnsweredAsync()).ByeAsync();

        var cdr = await edge.CdrAsync();
        Assert.Equal(["one", "two"], cdr.Legs.Skip(1).Select(l => l.Trunk));
        Assert.Equal("two", cdr.Trunk);
    }

    [Fact]
    public async Task Target_that_is_silent_is_given_up_for_the_next()
    {
        using var silent = new UdpClient(new IPEndPoint(IPAddress.Parse("127.0.0.9"), 0));
        await using var second = new TestCarrier("127.0.0.10");
        await using var edge = await StartAsync(second.Trunk() with { Targets = [$"sip:{silent.Client.LocalEndPoint}", second.Target] }, Plan());
        await using var phone = await edge.RegisteredPhoneAsync();
        var call = phone.CallAs("1008", edge.Sip, Mobile);
        second.Phone.Answer(await second.Phone.RequestAsync(SipMethod.Invite));
        await (await call.AnsweredAsync()).ByeAsync();

        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Named_target_is_called_at_the_first_of_its_addresses_that_answers()
    {
        using var silent = new UdpClient(new IPEndPoint(IPAddress.Parse("127.0.0.9"), 0));
        await using var carrier = new TestCarrier("127.0.0.10");
        await using var edge = await StartAsync(carrier.Trunk() with { Targets = ["sip:sip.carrier.example"] }, Plan(), e => e.Resolver =
            new FixedResolver(SipFlow.Udp((IPEndPoint)silent.Client.LocalEndPoint!), SipFlow.Udp(carrier.Phone.Stack.BoundEndPoint)));
        await using var phone = await edge.RegisteredPhoneAsync();
        var call = phone.CallAs("1008", edge.Sip, Mobile);
        var invite = await carrier.Phone.RequestAsync(SipMethod.Invite);
        carrier.Phone.Answer(invite);
        await (await call.AnsweredAsync()).ByeAsync();

        Assert.Equal(("sip.carrier.example", null), (invite.Request.Uri.Host, invite.Request.Uri.Port));
    }

    [Fact]
    public async Task Busy_is_the_answer_and_its_reason_reaches_the_phone()
    {
        await using var first = new TestCarrier { InviteStatus = 486, Reason = "Q.850;cause=17;text=\"User busy\"" };
        await using var second = new TestCarrier("127.0.0.10");
        await using var edge = await StartAsync(first.Trunk() with { Targets = [first.Target, second.Target] }, Plan());
        await using var phone = await edge.RegisteredPhoneAsync();
        var refused = await phone.CallAs("1008", edge.Sip, Mobile).FinalAsync();

        Assert.Equal((486, first.Reason), (refused.Status, refused.Headers["Reason"]));
        Assert.Empty(second.Of(SipMethod.Invite));
        Assert.Equal(CallOutcome.Busy, (await edge.CdrAsync()).Outcome);
    }

    [Fact]
    public async Task Reason_of_a_bye_crosses_both_ways()
    {
        await using var carrier = new TestCarrier();
        await using var edge = await StartAsync(carrier.Trunk(), Plan());
        await using var phone = await edge.RegisteredPhoneAsync();
        const string FromCarrier = "Q.850;cause=38;text=\"Network out of order\"";
        const string FromPhone = "SIP;cause=200;text=\"Call completed elsewhere\"";
        var (_, b) = await TalkAsync(edge, phone, carrier);
        await b.SendAsync(SipMethod.Bye, bye => bye.Headers.Set("Reason", FromCarrier));
        Assert.Equal(FromCarrier, (await phone.RequestAsync(SipMethod.Bye)).Request.Headers["Reason"]);

        var (a, _) = await TalkAsync(edge, phone, carrier);
        await a.SendAsync(SipMethod.Bye, bye => bye.Headers.Set("Reason", FromPhone));
        Assert.Equal(FromPhone, (await carrier.Phone.RequestAsync(SipMethod.Bye)).Request.Headers["Reason"]);
    }

    [Fact]
    public async Task Phone_that_hangs_up_while_it_rings_cancels_the_carrier_and_frees_the_channel()
    {
        await using var carrier = new TestCarrier { WantsDigest = true };
        await using var edge = await StartAsync(carrier.Subscribed(), Plan());
        await using var phone = await edge.RegisteredPhoneAsync();
        var call = phone.CallAs("1008", edge.Sip, Mobile);
        (await carrier.Phone.RequestAsync(SipMethod.Invite)).Respond(180);
        await call.ResponseAsync(180);
        call.Cancel();

        Assert.Equal(487, (await call.FinalAsync()).Status);
        await Eventually.TrueAsync(() => carrier.Phone.Cancelled.Count == 1, "the carrier is cancelled");
        await edge.NothingLeaksAsync();
        Assert.Equal(0, edge.Get<CallAdmission>().Channels(carrier.Trunk()));
    }

    [Fact]
    public async Task Trunk_without_a_free_channel_is_503_and_an_emergency_goes_all_the_same()
    {
        await using var carrier = new TestCarrier();
        await using var edge = await StartAsync(carrier.Trunk() with { MaxChannels = 1 }, Plan() with { Emergency = [new EmergencyRule { Number = "119", Trunks = ["out"] }] });
        await using var phone = await edge.RegisteredPhoneAsync();
        var (a, _) = await TalkAsync(edge, phone, carrier);

        Assert.Equal(503, (await phone.CallAs("1008", edge.Sip, Mobile).FinalAsync()).Status);
        var emergency = phone.CallAs("1008", edge.Sip, "119");
        var invite = await carrier.Phone.RequestAsync(SipMethod.Invite);
        Assert.Equal("119", invite.Request.Uri.User);
        carrier.Phone.Answer(invite);
        await (await emergency.AnsweredAsync()).ByeAsync();
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Theory]
    [InlineData("119")]
    [InlineData("urn:service:sos")]
    public async Task Emergency_without_a_trunk_is_refused_with_the_reason_and_never_by_the_agent(string dialled)
    {
        await using var edge = await StartAsync(null, Plan() with { Emergency = [new EmergencyRule { Number = "119" }] }, e => e.Put(new PhoneNumber { TenantId = TestEdge.Demo, Number = "119" }));
        await using var phone = await edge.RegisteredPhoneAsync();
        var refused = await phone.CallAs("1008", edge.Sip, "119", invite => invite.Uri = dialled == "119" ? invite.Uri : SipUri.Parse(dialled)).FinalAsync();

        Assert.Equal(403, refused.Status);
        Assert.Contains("emergency_refused", refused.Headers["Reason"], StringComparison.Ordinal);
        Assert.Equal(CallOutcome.EmergencyRefused, (await edge.CdrAsync()).Outcome);
    }

    [Theory]
    [InlineData(CallerIdMode.PassThrough, null, "1000", null)]
    [InlineData(CallerIdMode.Fixed, "+8221230000", "+8221230000", null)]
    [InlineData(CallerIdMode.Anonymous, null, "anonymous", "id")]
    public async Task Carrier_sees_the_caller_that_the_rule_gives(CallerIdMode mode, string? number, string from, string? privacy)
    {
        await using var carrier = new TestCarrier();
        await using var edge = await StartAsync(carrier.Trunk() with { CallerId = new CallerIdRule { Mode = mode, Number = number } }, Plan());
        await using var phone = await edge.RegisteredPhoneAsync();
        phone.CallAs("1008", edge.Sip, Mobile, invite => invite.Headers.Set("Identity", "signed"));
        var invite = await carrier.Phone.RequestAsync(SipMethod.Invite);
        invite.Respond(486);

        Assert.Equal((from, privacy), (invite.Request.From.Uri.User, invite.Request.Headers["Privacy"]));
        Assert.Contains(mode == CallerIdMode.Fixed ? "sip:+8221230000@" : "sip:1000@", invite.Request.Headers["P-Asserted-Identity"], StringComparison.Ordinal);
        Assert.Equal("signed", invite.Request.Headers["Identity"]);
    }

    [Theory]
    [InlineData("2000", "2000")]
    [InlineData("+19995550000", "1000")]
    public async Task Phone_may_prefer_another_number_of_its_tenant_and_no_other(string preferred, string shown)
    {
        await using var carrier = new TestCarrier();
        await using var edge = await StartAsync(carrier.Trunk(), Plan());
        await using var phone = await edge.RegisteredPhoneAsync();
        phone.CallAs("1008", edge.Sip, Mobile, invite =>
        {
            invite.Headers.Set("P-Preferred-Identity", $"<sip:{preferred}@demo.example>");
            invite.Headers.Set("P-Asserted-Identity", "<sip:+19995550000@evil.example>");
            invite.Headers.Set("Privacy", "id");
        });
        var invite = await carrier.Phone.RequestAsync(SipMethod.Invite);
        invite.Respond(486);

        Assert.Equal("anonymous", invite.Request.From.Uri.User);
        Assert.Contains($"sip:{shown}@", Assert.Single(invite.Request.Headers.All("P-Asserted-Identity")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Number_is_stripped_and_prefixed_as_rule_and_carrier_want()
    {
        await using var carrier = new TestCarrier();
        await using var edge = await StartAsync(carrier.Trunk() with { NumberFormat = new NumberFormat { Form = NumberForm.National, Prefix = "77" } },
            Plan(rule => rule with { Strip = 1, Add = "8" }));
        await using var phone = await edge.RegisteredPhoneAsync();
        phone.CallAs("1008", edge.Sip, MobileE164);
        var invite = await carrier.Phone.RequestAsync(SipMethod.Invite);
        invite.Respond(486);

        Assert.Equal("7781012345678", invite.Request.Uri.User);
        Assert.Equal((MobileE164, "7781012345678"), ((await edge.CdrAsync()).Callee, (await edge.CdrAsync()).SentNumber));
    }

    [Fact]
    public async Task Carrier_is_offered_the_codecs_that_it_takes()
    {
        await using var carrier = new TestCarrier();
        await using var edge = await StartAsync(carrier.Trunk() with { Codecs = ["PCMU"] }, Plan());
        await using var phone = await edge.RegisteredPhoneAsync();
        phone.CallAs("1008", edge.Sip, Mobile, invite => invite.ClearBody());
        var invite = await carrier.Phone.RequestAsync(SipMethod.Invite);
        invite.Respond(486);

        var offer = System.Text.Encoding.ASCII.GetString(invite.Request.Body.Span);
        Assert.Contains("PCMU", offer, StringComparison.Ordinal);
        Assert.DoesNotContain("PCMA", offer, StringComparison.Ordinal);
    }

    internal static DialPlan Plan(Func<OutboundRule, OutboundRule>? change = null)
    {
        var rule = new OutboundRule { Name = "country", Pattern = "+82*", Trunks = ["out"] };
        return new DialPlan { TenantId = TestEdge.Demo, CountryCode = "82", Rules = [change?.Invoke(rule) ?? rule] };
    }

    internal static async Task<TestEdge> StartAsync(Trunk? trunk, DialPlan? plan, Action<TestEdge>? seed = null, params (string, string)[] settings)
    {
        var edge = await TestEdge.StartAsync(e =>
        {
            if (trunk is not null) e.Put(trunk);
            if (plan is not null) e.Put(plan);
            seed?.Invoke(e);
        }, settings);
        await Eventually.TrueAsync(() => edge.Get<TrunkBoard>().All.All(t => t.Targets.All(target => target.Flows.Count > 0)), "every target is located");
        return edge;
    }

    internal static async Task<(TestDialog A, TestDialog B)> TalkAsync(TestEdge edge, TestPhone phone, TestCarrier carrier)
    {
        var call = phone.CallAs("1008", edge.Sip, Mobile);
        var b = carrier.Phone.Answer(await carrier.Phone.RequestAsync(SipMethod.Invite));
        return (await call.AnsweredAsync(), b);
    }

    private sealed class FixedResolver(params SipFlow[] flows) : ISipResolver
    {
        public ValueTask<IReadOnlyList<SipFlow>> ResolveAsync(SipUri nextHop, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<SipFlow>>(flows);
    }
}
