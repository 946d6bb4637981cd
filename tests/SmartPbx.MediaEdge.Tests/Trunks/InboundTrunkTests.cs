using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Directory;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip;
using SmartPbx.Sip.Authentication;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Tests.Trunks;

public class InboundTrunkTests
{
    private const string Anywhere = "127.0.0.44";

    private static Trunk SignedIn(params string[] addresses) => new()
    {
        TenantId = TestEdge.Demo, Name = "roaming", SourceAddresses = addresses, SignIn = TrunkSignIn.Of("carrier", TestEdge.Domain, "let me in"),
    };

    [Fact]
    public async Task Carrier_that_signs_in_may_come_from_anywhere()
    {
        await using var edge = await TestEdge.StartAsync(e => e.Put(SignedIn()));
        await using var carrier = new TestPhone(Anywhere);
        var a = await carrier.Call(edge.Sip, "2000", "5551000", TestEdge.Domain, Credentials("let me in")).AnsweredAsync();
        Assert.Equal(200, (await a.ByeAsync()).Status);

        var cdr = await edge.CdrAsync();
        Assert.Equal(("roaming", CallDirection.Inbound, "5551000"), (cdr.Trunk, cdr.Direction, cdr.Caller));
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Wrong_password_is_403_without_a_record()
    {
        await using var edge = await TestEdge.StartAsync(e => e.Put(SignedIn()));
        await using var carrier = new TestPhone(Anywhere);

        Assert.Equal(403, (await carrier.Call(edge.Sip, "2000", "5551000", TestEdge.Domain, Credentials("guess")).FinalAsync()).Status);
        Assert.Empty(edge.Cdrs());
    }

    [Fact]
    public async Task With_an_address_as_well_both_are_wanted()
    {
        await using var edge = await TestEdge.StartAsync(e => e.Put(SignedIn(Anywhere)));
        await using var carrier = new TestPhone(Anywhere);

        Assert.Equal(401, (await carrier.Call(edge.Sip, "2000", "5551000", TestEdge.Domain).FinalAsync()).Status);
        await (await carrier.Call(edge.Sip, "2000", "5551000", TestEdge.Domain, Credentials("let me in")).AnsweredAsync()).ByeAsync();
    }

    [Fact]
    public async Task Inactive_trunk_is_a_stranger()
    {
        await using var edge = await TestEdge.StartAsync(e => e.Put(new Trunk { TenantId = TestEdge.Demo, Name = "carrier", SourceAddresses = [TestEdge.TrunkAddress], Active = false }));
        await using var carrier = new TestPhone(TestEdge.TrunkAddress);

        Assert.True(await carrier.Call(edge.Sip, "2000").StaysSilentAsync(TimeSpan.FromMilliseconds(300)));
    }

    [Theory]
    [InlineData("+8221230000")]
    [InlineData("8221230000")]
    [InlineData("021230000")]
    public async Task Number_is_found_in_the_form_in_which_the_carrier_delivers_it(string delivered)
    {
        await using var edge = await TestEdge.StartAsync(e =>
        {
            e.Put(new DialPlan { TenantId = TestEdge.Demo, CountryCode = "82" });
            e.Put(new PhoneNumber { TenantId = TestEdge.Demo, Number = "8221230000" });
        });
        await using var carrier = new TestPhone(TestEdge.TrunkAddress);

        await (await carrier.Call(edge.Sip, delivered).AnsweredAsync()).ByeAsync();
    }

    [Fact]
    public async Task More_calls_a_second_than_agreed_are_503_with_retry_after()
    {
        await using var edge = await TestEdge.StartAsync(e => e.Put(new Trunk { TenantId = TestEdge.Demo, Name = "carrier", SourceAddresses = [TestEdge.TrunkAddress], MaxCallsPerSecond = 1 }));
        await using var carrier = new TestPhone(TestEdge.TrunkAddress);
        var calls = Enumerable.Range(0, 3).Select(_ => carrier.Call(edge.Sip, "9999")).ToList();
        var answers = await Task.WhenAll(calls.Select(c => c.FinalAsync()));

        var refused = answers.Where(r => r.Status == 503).ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, r => Assert.Equal("5", r.Headers["Retry-After"]));
    }

    private static Action<SipRequest> Credentials(string password) => invite => invite.Credentials = new DigestClient("carrier", password, SipTokens.Random);
}
