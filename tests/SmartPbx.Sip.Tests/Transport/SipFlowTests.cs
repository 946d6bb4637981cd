using System.Net;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Tests.Transport;

public sealed class SipFlowTests
{
    [Theory]
    [InlineData("192.0.2.1:5060")]
    [InlineData("tcp:192.0.2.1:5060")]
    [InlineData("tcp:192.0.2.1:40001#12")]
    [InlineData("tls:[2001:db8::1]:5061#9223372036854775807=sip.example.com")]
    [InlineData("tls:192.0.2.1:5061=sip.example.com")]
    [InlineData("ws:[::1]:8080#1")]
    [InlineData("wss:192.0.2.1:443#1")]
    [InlineData("192.0.2.1:5060@192.0.2.9:5080")]
    [InlineData("tls:[2001:db8::1]:5061#7=sip.example.com@[2001:db8::9]:5061")]
    public void Text_and_flow_are_the_same(string text)
    {
        Assert.True(SipFlow.TryParse(text, out var flow));
        Assert.Equal(text, flow.ToString());
    }

    [Fact]
    public void An_address_alone_is_udp()
    {
        Assert.True(SipFlow.TryParse("192.0.2.1:5070", out var flow));
        Assert.Equal(SipFlow.Udp(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 5070)), flow);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("192.0.2.1")]
    [InlineData("sctp:192.0.2.1:5060")]
    [InlineData("tcp:192.0.2.1:5060#")]
    [InlineData("tcp:192.0.2.1:5060#-1")]
    [InlineData("tcp:host:5060")]
    [InlineData("192.0.2.1:5060@")]
    [InlineData("192.0.2.1:5060@host:5060")]
    public void What_is_no_flow_is_refused(string? text) => Assert.False(SipFlow.TryParse(text, out _));
}
