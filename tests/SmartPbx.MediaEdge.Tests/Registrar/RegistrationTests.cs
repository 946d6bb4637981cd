using SmartPbx.MediaEdge.Registrar;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Authentication;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Tests.Registrar;

public class RegistrationTests
{
    [Fact]
    public async Task Registers_refreshes_and_unregisters()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var phone = new TestPhone(TestEdge.PhoneAddress);

        var registered = await phone.RegisterAsync(edge.Sip, "1008", TestEdge.Password, TestEdge.Domain, 600);
        Assert.Equal(200, registered.Status);
        Assert.Equal("600", Assert.Single(registered.Contacts).Parameters["expires"]); // what was asked for, and not the second less that is left a moment later
        await phone.RegisterAsync(edge.Sip, "1008", TestEdge.Password, TestEdge.Domain);
        Assert.Single(edge.Get<BindingTable>().List(TestEdge.Demo, "1008"));

        var gone = await phone.RegisterAsync(edge.Sip, "1008", TestEdge.Password, TestEdge.Domain, 0);
        Assert.Equal(200, gone.Status);
        Assert.Empty(edge.Get<BindingTable>().List(TestEdge.Demo, "1008"));
    }

    [Theory]
    [InlineData("MD5")]
    [InlineData("SHA-256")]
    public async Task Registers_with_either_algorithm(string algorithm)
    {
        await using var edge = await TestEdge.StartAsync(null, ("Edge:Sip:DigestAlgorithms", algorithm));
        await using var phone = await edge.RegisteredPhoneAsync();

        Assert.Single(edge.Get<BindingTable>().List(TestEdge.Demo, "1008"));
    }

    [Theory]
    [InlineData("1008", 1)] // has an MD5 hash alone
    [InlineData("1011", 2)]
    [InlineData("9999", 2)] // is nobody, and not told so
    public async Task Phone_is_asked_for_what_its_extension_has_a_hash_of(string extension, int challenges)
    {
        await using var edge = await TestEdge.StartAsync(e => e.Put(TestEdge.Phone("1008") with { Ha1Sha256 = "" }));
        await using var phone = new TestPhone(TestEdge.PhoneAddress);

        var asked = await phone.SendAsync(phone.Out(SipMethod.Register, edge.Sip, extension, TestEdge.Domain, null), edge.Sip);
        var final = await phone.RegisterAsync(edge.Sip, extension, TestEdge.Password, TestEdge.Domain);

        Assert.Equal(challenges, asked.Headers.All("WWW-Authenticate").Count);
        Assert.Equal(extension == "9999" ? 403 : 200, final.Status);
    }

    [Theory]
    [InlineData("1008", "wrong")]
    [InlineData("1009", TestEdge.Password)]
    public async Task Wrong_password_and_unknown_user_are_403(string user, string password)
    {
        await using var edge = await TestEdge.StartAsync();
        await using var phone = new TestPhone(TestEdge.PhoneAddress);

        Assert.Equal(403, (await phone.RegisterAsync(edge.Sip, user, password, TestEdge.Domain)).Status);
        Assert.Equal(0, edge.Get<BindingTable>().Count);
    }

    [Theory]
    [InlineData("MD5,SHA-256", new[] { DigestAlgorithm.Md5, DigestAlgorithm.Sha256 })]
    [InlineData("SHA-256", new[] { DigestAlgorithm.Sha256 })]
    public async Task Challenge_names_the_tenants_realm_and_offers_the_configured_algorithms(string configured, DigestAlgorithm[] offered)
    {
        await using var edge = await TestEdge.StartAsync(null, ("Edge:Sip:DigestAlgorithms", configured));
        await using var phone = new TestPhone(TestEdge.PhoneAddress);
        var register = phone.Out(SipMethod.Register, edge.Sip, "1008", TestEdge.Domain, null);

        var challenges = (await phone.SendAsync(register, edge.Sip)).Headers.All("WWW-Authenticate")
            .Select(text => DigestChallenge.TryParse(text, out var challenge) ? challenge : null!).ToList();

        Assert.Equal(offered, challenges.Select(c => c.Algorithm));
        Assert.All(challenges, c => Assert.Equal(TestEdge.Domain, c.Realm));
    }

    [Fact]
    public async Task Too_short_a_registration_is_423()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var phone = new TestPhone(TestEdge.PhoneAddress);

        var refused = await phone.RegisterAsync(edge.Sip, "1008", TestEdge.Password, TestEdge.Domain, 5);
        Assert.Equal((423, "30"), (refused.Status, refused.Headers["Min-Expires"]));
    }

    [Fact]
    public async Task Register_flood_is_left_in_silence()
    {
        await using var edge = await TestEdge.StartAsync(null, ("Edge:Limits:UnknownSourceInvitesPerSecond", "1"));
        await using var phone = new TestPhone("127.0.0.4");
        Assert.Equal(401, (await phone.SendAsync(phone.Out(SipMethod.Register, edge.Sip, "1008", TestEdge.Domain, null), edge.Sip)).Status);

        var flood = new TestCall(phone, edge.Sip);
        flood.Send(phone.Out(SipMethod.Register, edge.Sip, "1008", TestEdge.Domain, null));
        Assert.True(await flood.StaysSilentAsync(TimeSpan.FromMilliseconds(200)));
    }
}
