using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Tests.Messages;

public sealed class SipUriTests
{
    [Theory]
    [InlineData("sip:alice@example.com")]
    [InlineData("sip:alice:secret@example.com;transport=udp")]
    [InlineData("sips:+1-212-555-1212:1234@gateway.com;user=phone")]
    [InlineData("sip:[2001:db8::1]:5070;lr")]
    [InlineData("sip:alice@example.com?subject=project%20x&priority=urgent")]
    [InlineData("tel:+12125551212")]
    [InlineData("sip:%C3%BC@example.com")]
    public void Reads_and_writes_the_same_text(string text) => Assert.Equal(text, SipUri.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("sip:")]
    [InlineData("sip:@example.com")]
    [InlineData("sip:a b@example.com")]
    [InlineData("sip:a@example.com:99999")]
    [InlineData("sip:a@[::1")]
    [InlineData("sip:a@[not-an-address]")]
    [InlineData("sip:a%4@example.com")]
    [InlineData("sip:a%zz@example.com")]
    [InlineData("sip:a%FF@example.com")]
    [InlineData("sip:a@example.com;")]
    [InlineData("sip:a@b@c")]
    [InlineData("<sip:a@example.com>")]
    [InlineData("example.com")]
    public void Refuses_what_is_no_uri(string text) => Assert.False(SipUri.TryParse(text, out _));

    [Fact]
    public void Refuses_a_uri_over_the_limit() => Assert.False(SipUri.TryParse("sip:" + new string('a', SipLimits.MaxUriBytes), out _));

    // The examples of RFC 3261 §19.1.4.
    [Theory]
    [InlineData("sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp", true)]
    [InlineData("sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5", true)]
    [InlineData("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;newparam=5", true)]
    [InlineData("SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP", false)]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com:5060", false)]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com;user=phone", false)]
    [InlineData("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off", false)]
    public void Compares_as_the_rfc_shows(string one, string other, bool isSame)
    {
        Assert.Equal(isSame, SipUri.Parse(one).IsEquivalentTo(SipUri.Parse(other)));
        Assert.Equal(isSame, SipUri.Parse(other).IsEquivalentTo(SipUri.Parse(one)));
    }
}
