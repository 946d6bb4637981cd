using SmartPbx.Domain.Directory;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Tests.Calls;

public class RedirectionTests
{
    [Fact]
    public async Task Phone_forwards_to_another_extension()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var other = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "1000");
        Redirect(await callee.RequestAsync(SipMethod.Invite), "<sip:1011@demo.example>");

        var invite = await other.RequestAsync(SipMethod.Invite);
        Assert.Equal("1011", invite.Request.To.Uri.User);
        Assert.StartsWith("<sip:1008@demo.example>;reason=deflection", invite.Request.Headers["Diversion"], StringComparison.Ordinal);
        Assert.Contains("cause%3D302", invite.Request.Headers["History-Info"], StringComparison.Ordinal);
        other.Answer(invite);
        var a = await call.AnsweredAsync();
        await a.ByeAsync();
        Assert.Equal(302, (await edge.CdrAsync()).Legs[1].SipStatus);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Contacts_are_tried_by_their_q()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var worse = await edge.RegisteredPhoneAsync("1011");
        await using var better = await edge.RegisteredPhoneAsync("1012");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "1000");
        Redirect(await callee.RequestAsync(SipMethod.Invite), "<sip:1011@demo.example>;q=0.2", "<tel:1012>;q=0.9");

        (await better.RequestAsync(SipMethod.Invite)).Respond(486);
        worse.Answer(await worse.RequestAsync(SipMethod.Invite));
        await (await call.AnsweredAsync()).ByeAsync();
        Assert.Equal(["1008", "1012", "1011"], (await edge.CdrAsync()).Legs.Skip(1).Select(l => SipUri.Parse(l.RemoteUri!).User));
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Phones_that_forward_to_one_another_end_it()
    {
        await using var edge = await TestEdge.StartAsync(WithoutAgent);
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var other = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "3000");
        Redirect(await callee.RequestAsync(SipMethod.Invite), "<sip:3111@demo.example>");
        Redirect(await other.RequestAsync(SipMethod.Invite), "<sip:1008@demo.example>", "<sip:1011@demo.example>", "<sip:3000@demo.example>");

        Assert.Equal(480, (await call.FinalAsync()).Status);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Forward_to_somebody_elses_domain_or_to_nobody_is_given_up_at_once()
    {
        await using var edge = await TestEdge.StartAsync(e =>
        {
            WithoutAgent(e);
            e.Put(new Tenant { TenantId = new("other"), Name = "Other", SipDomain = "other.example" });
        });
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var other = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "3000");
        Redirect(await callee.RequestAsync(SipMethod.Invite), "<sip:1011@other.example>", "<sip:7777@demo.example>", "<sip:3012@demo.example>", "<http://example.com/>");

        Assert.Equal(480, (await call.FinalAsync()).Status);
        await edge.NothingLeaksAsync();
        Assert.Single(edge.Cdrs()[0].Legs, l => l.Leg.StartsWith('b'));
    }

    [Theory]
    [InlineData("<sip:2000@demo.example>")] // the agent's own number
    [InlineData("<sip:1012@demo.example>")] // nobody there, and the agent takes over for it
    public async Task Agent_answers_where_the_number_that_the_phone_forwards_to_says_so(string contact)
    {
        await using var edge = await TestEdge.StartAsync(WithoutAgent);
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "3000");
        Redirect(await callee.RequestAsync(SipMethod.Invite), contact);

        var a = await call.AnsweredAsync();
        await Eventually.TrueAsync(() => caller.Audio.Hears(1000), "the agent greets the caller");
        await a.ByeAsync();
        Assert.True((await edge.CdrAsync()).AiHandled);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Phone_that_was_forwarded_to_rings_before_the_agent_answers_for_it()
    {
        await using var edge = await TestEdge.StartAsync(e =>
        {
            WithoutAgent(e);
            e.Put(new PhoneNumber { TenantId = TestEdge.Demo, Number = "3011", RingExtension = "1011", NoAnswerSeconds = 0.3 });
        });
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var other = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var call = caller.Call(edge.Sip, "3000");
        Redirect(await callee.RequestAsync(SipMethod.Invite), "<sip:3011@demo.example>");
        (await other.RequestAsync(SipMethod.Invite)).Respond(180);

        var a = await call.AnsweredAsync();
        await Eventually.TrueAsync(() => other.Cancelled.Count == 1, "the phone stops ringing");
        await Eventually.TrueAsync(() => caller.Audio.Hears(1000), "the agent greets the caller");
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    private static void WithoutAgent(TestEdge edge)
    {
        edge.Put(new PhoneNumber { TenantId = TestEdge.Demo, Number = "3000", RingExtension = "1008", AgentTakesOver = false, NoAnswerSeconds = 60 });
        edge.Put(new PhoneNumber { TenantId = TestEdge.Demo, Number = "3012", RingExtension = "1012", AgentTakesOver = false, NoAnswerSeconds = 60 });
        edge.Put(new PhoneNumber { TenantId = TestEdge.Demo, Number = "3111", RingExtension = "1011", AgentTakesOver = false, NoAnswerSeconds = 60 });
    }

    private static void Redirect(ServerTransaction invite, params string[] contacts)
    {
        var response = invite.CreateResponse(302);
        foreach (var contact in contacts) response.Headers.Add("Contact", contact);
        invite.Respond(response);
    }
}
