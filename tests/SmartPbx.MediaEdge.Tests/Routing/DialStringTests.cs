using SmartPbx.Domain.Directory;
using SmartPbx.MediaEdge.Routing;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Tests.Routing;

public class DialStringTests
{
    private static readonly DialPlan Plan = new() { TenantId = TestEdge.Demo, CountryCode = "82" };

    [Theory]
    [InlineData("sip:1008@demo.example", "1008")]
    [InlineData("sip:%2B82212345678@demo.example", "+82212345678")]
    [InlineData("sip:02-1234-5678@demo.example", "0212345678")]
    [InlineData("sip:reception@demo.example", "reception")]
    [InlineData("sip:*69@demo.example", "*69")]
    [InlineData("sip:+1-201-555-0123;phone-context=x@demo.example;user=phone", "+12015550123")]
    [InlineData("tel:+1-201-555-0123", "+12015550123")]
    [InlineData("tel:+1(201)555.0123;foo=bar", "+12015550123")]
    [InlineData("tel:1008;phone-context=demo.example", "1008")]
    [InlineData("tel:02-1234-5678;phone-context=+82", "0212345678")]
    [InlineData("tel:112", "112")]
    [InlineData("urn:service:sos", "sos")]
    [InlineData("urn:service:sos.police", "sos")]
    public void Number_is_read(string uri, string dialled)
    {
        Assert.True(DialString.TryRead(SipUri.Parse(uri), Plan, TestEdge.Domain, out var read));
        Assert.Equal(dialled, read);
    }

    [Theory]
    [InlineData("tel:+1-201-555-0123;ext=22")]
    [InlineData("tel:+1-201-555-0123;isub=9")]
    [InlineData("tel:7042;phone-context=example.com")]
    [InlineData("tel:863-1234;phone-context=+1-914-555")]
    [InlineData("tel:hello")]
    [InlineData("tel:+")]
    [InlineData("tel:1+2")]
    [InlineData("sip:demo.example")]
    [InlineData("sip:1234567890123456789012345678901234567890123@demo.example")]
    [InlineData("urn:service:counseling")]
    [InlineData("urn:service:sosx")]
    public void What_would_have_to_be_guessed_is_none(string uri) => Assert.False(DialString.TryRead(SipUri.Parse(uri), Plan, TestEdge.Domain, out _));
}
