using System.Net;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Tests.Transport;

/// <summary>received and rport (RFC 3261 §18.2.1, RFC 3581 §4), for both address families.</summary>
public sealed class ResponseRouteTests
{
    [Theory]
    [InlineData("192.0.2.1:5060", "192.0.2.1:40000", "192.0.2.1:5060;branch=b")]
    [InlineData("192.0.2.1", "203.0.113.9:40000", "192.0.2.1;branch=b;received=203.0.113.9")]
    [InlineData("pc.example.com", "203.0.113.9:40000", "pc.example.com;branch=b;received=203.0.113.9")]
    [InlineData("[2001:db8::1]:5060", "[2001:db8::1]:40000", "[2001:db8::1]:5060;branch=b")]
    [InlineData("[2001:DB8:0:0:0:0:0:1]:5060", "[2001:db8::1]:40000", "[2001:DB8:0:0:0:0:0:1]:5060;branch=b")] // another spelling of the same
    [InlineData("[2001:db8::1]", "[2001:db8::9]:40000", "[2001:db8::1];branch=b;received=2001:db8::9")]
    [InlineData("[fe80::1]", "[fe80::9%1]:40000", "[fe80::1];branch=b;received=fe80::9")] // a zone means nothing to the peer
    [InlineData("df7jal23ls0d.invalid", "203.0.113.9:40000", "df7jal23ls0d.invalid;branch=b;received=203.0.113.9")]
    public void Received_is_added_when_the_request_came_from_elsewhere(string sentBy, string source, string expected) =>
        Assert.Equal("SIP/2.0/UDP " + expected, ResponseRoute.Complete(Parse(sentBy, ";branch=b"), IPEndPoint.Parse(source)).ToString());

    [Fact]
    public void Rport_is_filled_in_with_received_always() =>
        Assert.Equal("SIP/2.0/UDP [2001:db8::1];rport=40000;received=2001:db8::1",
            ResponseRoute.Complete(Parse("[2001:db8::1]", ";rport"), IPEndPoint.Parse("[2001:db8::1]:40000")).ToString());

    [Theory]
    [InlineData(SipTransportKind.Udp, ";rport", "203.0.113.9:40000")]
    [InlineData(SipTransportKind.Udp, "", "203.0.113.9:5070")]
    [InlineData(SipTransportKind.Tcp, "", "tcp:203.0.113.9:40000#3")]
    [InlineData(SipTransportKind.WebSocket, "", "ws:203.0.113.9:40000#3")]
    public void A_response_goes_back_by_the_connection_or_to_the_port_of_via(SipTransportKind kind, string parameters, string expected)
    {
        var flow = new SipFlow(kind, IPEndPoint.Parse("203.0.113.9:40000"), kind == SipTransportKind.Udp ? 0 : 3);

        Assert.Equal(expected, ResponseRoute.For(Parse("192.0.2.1:5070", parameters), flow).ToString());
    }

    [Theory]
    [InlineData(SipTransportKind.Tcp, "192.0.2.1:5070", "tcp:203.0.113.9:5070")]
    [InlineData(SipTransportKind.Tls, "host.example.com", "tls:203.0.113.9:5061")]
    [InlineData(SipTransportKind.WebSocket, "df7jal23ls0d.invalid", null)]
    [InlineData(SipTransportKind.Udp, "192.0.2.1", null)]
    public void After_a_lost_connection_it_goes_to_the_port_of_via(SipTransportKind kind, string sentBy, string? expected) =>
        Assert.Equal(expected, ResponseRoute.AfterLoss(Parse(sentBy, ""), new SipFlow(kind, IPEndPoint.Parse("203.0.113.9:40000"), 3))?.ToString());

    private static Via Parse(string sentBy, string parameters)
    {
        Assert.True(Via.TryParse($"SIP/2.0/UDP {sentBy}{parameters}", out var via));
        return via;
    }
}
