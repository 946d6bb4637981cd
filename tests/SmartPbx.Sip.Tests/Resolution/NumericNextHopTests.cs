using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Resolution;

namespace SmartPbx.Sip.Tests.Resolution;

public sealed class NumericNextHopTests
{
    [Theory]
    [InlineData("sip:a@192.0.2.1", "192.0.2.1:5060")]
    [InlineData("sip:192.0.2.1:5070", "192.0.2.1:5070")]
    [InlineData("sip:a@[2001:db8::1];transport=tcp", "tcp:[2001:db8::1]:5060")]
    [InlineData("sip:a@192.0.2.1;transport=tls", "tls:192.0.2.1:5061")]
    [InlineData("sip:a@192.0.2.1;transport=UDP", "192.0.2.1:5060")]
    [InlineData("sips:a@192.0.2.1", "tls:192.0.2.1:5061")]
    [InlineData("sips:a@192.0.2.1:5070;transport=tcp", "tls:192.0.2.1:5070")]
    [InlineData("sips:a@192.0.2.1;transport=ws", "wss:192.0.2.1:443")]
    [InlineData("sip:a@example.com;maddr=192.0.2.9", "192.0.2.9:5060")]
    public void Address_port_and_transport_name_the_flow(string uri, string flow)
    {
        Assert.True(NumericNextHop.TryGetFlow(SipUri.Parse(uri), out var found));
        Assert.Equal(flow, found.ToString());
    }

    [Theory]
    [InlineData("sip:a@example.com")]
    [InlineData("sip:a@192.0.2.1;transport=sctp")]
    [InlineData("sips:a@192.0.2.1;transport=udp")]
    [InlineData("tel:+15551000")]
    [InlineData("sip:a@df7jal23ls0d.invalid;transport=ws")]
    public void Names_and_foreign_transports_have_none(string uri) => Assert.False(NumericNextHop.TryGetFlow(SipUri.Parse(uri), out _));
}
