using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Tests.Kit;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Tests.Transport;

/// <summary>RFC 3261 §18.1.1: what is too large for a datagram.</summary>
public sealed class LargeRequestTests
{
    private static readonly SipListener Udp = SocketStack.On(SipTransportKind.Udp);
    private static readonly SipListener Tcp = SocketStack.On(SipTransportKind.Tcp);

    [Fact]
    public async Task A_large_request_goes_over_tcp_when_the_peer_has_it()
    {
        await using var bob = new SocketStack(Tcp);
        await using var alice = new SocketStack(Udp, Tcp);
        var address = SipFlow.Udp(bob.Stack.BoundEndPoint);

        Assert.Equal("200", await alice.AskAsync(address, bodyBytes: 1_300));

        Assert.Equal(("TCP", SipTransportKind.Tcp), (bob.User.Requests.Single().Request.TopVia!.Transport, bob.User.Requests.Single().Flow.Kind));
    }

    [Fact]
    public async Task It_goes_over_udp_when_the_peer_takes_no_connection()
    {
        await using var bob = new SocketStack(Udp);
        await using var alice = new SocketStack(Udp, Tcp);

        Assert.Equal("200", await alice.AskAsync(bob.Stack.FlowToUs(), bodyBytes: 1_300));
        Assert.Equal("200", await alice.AskAsync(bob.Stack.FlowToUs(), bodyBytes: 1_300));

        Assert.All(bob.User.Requests, request => Assert.Equal("UDP", request.Request.TopVia!.Transport));
    }

    [Fact]
    public async Task A_cancel_follows_its_invite_back_to_udp()
    {
        await using var bob = new SocketStack(Udp);
        await using var alice = new SocketStack(Udp, Tcp);
        bob.User.WhenRequested = transaction => transaction.Respond(180);
        bob.User.WhenCancelled = transaction => transaction.Respond(487);

        var invite = alice.Send(alice.Request(SipMethod.Invite, bob.Stack.FlowToUs(), bodyBytes: 1_300), bob.Stack.FlowToUs());
        await Eventually.TrueAsync(() => alice.User.Responses.Any(response => response.Status == 180), "it rings");
        invite.Cancel();

        Assert.Equal("487", await alice.NextAsync());
        Assert.Equal(SipTransportKind.Udp, invite.Flow.Kind);
    }

    [Fact]
    public async Task A_small_request_stays_a_datagram()
    {
        await using var bob = new SocketStack(Udp);
        await using var alice = new SocketStack(Udp, Tcp);

        Assert.Equal("200", await alice.AskAsync(bob.Stack.FlowToUs()));

        Assert.Equal("UDP", bob.User.Requests.Single().Request.TopVia!.Transport);
    }
}
