using System.Net;
using System.Net.Sockets;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Tests.Kit;
using SmartPbx.Sip.Transactions;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Tests.Transport;

public sealed class TcpTests
{
    private static readonly SipListener Listener = SocketStack.On(SipTransportKind.Tcp);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task A_request_is_answered_over_its_connection(string address)
    {
        var listener = SocketStack.On(SipTransportKind.Tcp, address);
        await using var bob = new SocketStack(listener);
        await using var alice = new SocketStack(listener);

        Assert.Equal("200", await alice.AskAsync(bob.Stack.FlowToUs(SipTransportKind.Tcp)));

        var via = bob.User.Requests.Single().Request.TopVia!;
        Assert.Equal(("TCP", alice.Stack.BoundEndPoint.Port), (via.Transport, via.Port));
        Assert.NotEqual(0, bob.User.Requests.Single().Flow.ConnectionId);
    }

    [Fact]
    public async Task Requests_to_one_peer_share_a_connection()
    {
        await using var bob = new SocketStack(Listener);
        await using var alice = new SocketStack(Listener);

        for (int i = 0; i < 5; i++)
            Assert.Equal("200", await alice.AskAsync(bob.Stack.FlowToUs(SipTransportKind.Tcp)));

        Assert.Single(bob.User.Requests.Select(request => request.Flow).Distinct());
    }

    [Fact]
    public async Task A_request_goes_back_over_the_connection_that_the_peer_opened()
    {
        await using var bob = new SocketStack(Listener);
        await using var alice = new SocketStack(Listener);
        await alice.AskAsync(bob.Stack.FlowToUs(SipTransportKind.Tcp));
        var back = bob.User.Requests.Single().Flow;

        Assert.True(bob.Stack.IsAlive(back));
        Assert.Equal("200", await bob.AskAsync(back));
        Assert.Equal(bob.Stack.FlowToUs(SipTransportKind.Tcp).Remote, alice.User.Requests.Single().Flow.Remote);
    }

    [Fact]
    public async Task Contact_names_transport_and_listener()
    {
        await using var stack = new SocketStack(SocketStack.On(SipTransportKind.Udp), Listener with { AdvertisedHost = "sip.example.com", AdvertisedPort = 5060 });

        Assert.Equal("<sip:a@sip.example.com:5060;transport=tcp>", stack.Stack.Contact("a", SipTransportKind.Tcp).ToString());
        Assert.Equal($"<sip:a@{stack.Stack.BoundEndPoint}>", stack.Stack.Contact("a").ToString());
    }

    [Fact]
    public async Task Messages_in_one_segment_and_in_many_are_all_answered()
    {
        await using var bob = new SocketStack(Listener);
        using var peer = await RawPeer.ConnectAsync(bob.Stack.BoundEndPoint);
        string three = peer.Options("one", body: "body of one") + peer.Options("two") + peer.Options("three", body: new string('x', 30_000));

        await peer.WriteAsync(three[..700]);
        await peer.ReadToAsync("Call-ID: one");
        foreach (var piece in three[700..].Chunk(4_000))
            await peer.WriteAsync(new string(piece));

        await peer.ReadToAsync("Call-ID: two");
        await peer.ReadToAsync("Call-ID: three");
    }

    [Fact]
    public async Task A_ping_is_answered_with_a_pong()
    {
        await using var bob = new SocketStack(Listener);
        using var peer = await RawPeer.ConnectAsync(bob.Stack.BoundEndPoint);

        await peer.WriteAsync("\r\n\r\n");

        Assert.Equal("\r\n", await peer.ReadToAsync("\r\n"));
    }

    [Fact]
    public async Task A_malformed_message_with_an_end_is_refused_and_the_connection_lives()
    {
        await using var bob = new SocketStack(Listener);
        using var peer = await RawPeer.ConnectAsync(bob.Stack.BoundEndPoint);

        await peer.WriteAsync(peer.Options("bad", "Max-Forwards: many\r\n"));
        Assert.StartsWith("SIP/2.0 400", await peer.ReadToAsync("\r\n\r\n"), StringComparison.Ordinal);
        await peer.WriteAsync(peer.Options("good"));

        Assert.StartsWith("SIP/2.0 200", await peer.ReadToAsync("\r\n\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Length: 2000000000\r\n", "SIP/2.0 513")]
    [InlineData("Content-Length: x\r\n", "SIP/2.0 400")]
    [InlineData("", "SIP/2.0 400")]
    public async Task A_message_without_an_end_is_refused_and_the_connection_closed(string length, string answer)
    {
        await using var bob = new SocketStack(Listener);
        using var peer = await RawPeer.ConnectAsync(bob.Stack.BoundEndPoint);

        await peer.WriteAsync(peer.Options("lost").Replace("Content-Length: 0\r\n", length, StringComparison.Ordinal));

        Assert.StartsWith(answer, await peer.ClosedAsync(), StringComparison.Ordinal);
        Assert.Single(bob.User.Malformed);
    }

    [Fact]
    public async Task A_peer_that_ended_its_side_gets_its_answer()
    {
        await using var bob = new SocketStack(Listener);
        using var peer = await RawPeer.ConnectAsync(bob.Stack.BoundEndPoint);

        await peer.WriteAsync(peer.Options("half"));
        peer.Socket.Shutdown(SocketShutdown.Send);

        Assert.StartsWith("SIP/2.0 200", await peer.ClosedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reset_in_mid_message_costs_nothing_else()
    {
        await using var bob = new SocketStack(Listener);
        using var other = await RawPeer.ConnectAsync(bob.Stack.BoundEndPoint);
        var peer = await RawPeer.ConnectAsync(bob.Stack.BoundEndPoint);

        await peer.WriteAsync(peer.Options("never", body: "0123456789")[..^4]);
        peer.Reset();
        await other.WriteAsync(other.Options("still"));

        await other.ReadToAsync("Call-ID: still");
        Assert.Empty(bob.User.Malformed);
        Assert.Empty(bob.User.Faults);
    }

    [Fact]
    public async Task Nobody_listening_is_a_transport_error()
    {
        await using var alice = new SocketStack(Listener);
        var gone = FreeEndPoint();

        Assert.Equal("transport error", await alice.AskAsync(new SipFlow(SipTransportKind.Tcp, gone)));
        Assert.Equal("transport error", await alice.AskAsync(new SipFlow(SipTransportKind.Tcp, gone, 77)));
        Assert.Equal("transport error", await alice.AskAsync(new SipFlow(SipTransportKind.Tls, gone)));
    }

    [Fact]
    public async Task A_lost_connection_ends_the_request_that_waits_on_it()
    {
        using var listener = RawPeer.Listen();
        await using var alice = new SocketStack(Listener);
        alice.Send(alice.Request(SipMethod.Options, Flow(listener)), Flow(listener));
        var peer = await RawPeer.AcceptAsync(listener);
        await peer.ReadToAsync("\r\n\r\n");

        peer.Reset();

        Assert.Equal("transport error", await alice.NextAsync());
        await Eventually.TrueAsync(() => alice.Stack.TransactionCount == 0, "the transaction is forgotten");
    }

    [Fact]
    public async Task A_request_for_a_connection_that_is_gone_goes_where_it_is_addressed()
    {
        await using var bob = new SocketStack(Listener);
        var peer = await RawPeer.ConnectAsync(bob.Stack.BoundEndPoint);
        await peer.WriteAsync(peer.Options("first"));
        await peer.ReadToAsync("Call-ID: first");
        var gone = bob.User.Requests.Single().Flow;
        peer.Reset();
        await Eventually.TrueAsync(() => !bob.Stack.IsAlive(gone), "the connection is gone");
        await using var contact = new SocketStack(Listener);
        var request = bob.Request(SipMethod.Options, gone);
        request.Uri = contact.Stack.Contact("there", SipTransportKind.Tcp).Uri;

        bob.Send(request, gone);

        Assert.Equal("200", await bob.NextAsync());
        await Eventually.TrueAsync(() => bob.Stack.ConnectionCount == 1, "one connection is left");
    }

    [Fact]
    public async Task A_response_finds_the_via_when_its_connection_is_lost()
    {
        await using var bob = new SocketStack(Listener);
        var asked = new TaskCompletionSource<ServerTransaction>(TaskCreationOptions.RunContinuationsAsynchronously);
        bob.User.WhenRequested = transaction => asked.TrySetResult(transaction);
        using var sentBy = RawPeer.Listen();
        var peer = await RawPeer.ConnectAsync(bob.Stack.BoundEndPoint);
        await peer.WriteAsync(peer.Options("moved", sentByPort: ((IPEndPoint)sentBy.LocalEndPoint!).Port));
        var transaction = await asked.Task.WaitAsync(SocketStack.Patience);

        peer.Reset();
        await Eventually.TrueAsync(() => !bob.Stack.IsAlive(transaction.Flow), "the connection is gone");
        transaction.Respond(200);

        using var again = await RawPeer.AcceptAsync(sentBy);
        Assert.StartsWith("SIP/2.0 200", await again.ReadToAsync("\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_response_that_finds_nobody_is_reported()
    {
        await using var bob = new SocketStack(Listener);
        var asked = new TaskCompletionSource<ServerTransaction>(TaskCreationOptions.RunContinuationsAsynchronously);
        bob.User.WhenRequested = transaction => asked.TrySetResult(transaction);
        var peer = await RawPeer.ConnectAsync(bob.Stack.BoundEndPoint);
        await peer.WriteAsync(peer.Options("gone", sentByPort: FreeEndPoint().Port).Replace("OPTIONS", "INVITE", StringComparison.Ordinal));
        var transaction = await asked.Task.WaitAsync(SocketStack.Patience);

        peer.Reset();
        await Eventually.TrueAsync(() => !bob.Stack.IsAlive(transaction.Flow), "the connection is gone");
        transaction.Respond(486);

        await Eventually.TrueAsync(() => bob.User.Events.Contains("server transport error"), "the error is told");
    }

    internal static SipFlow Flow(Socket listener) => new(SipTransportKind.Tcp, (IPEndPoint)listener.LocalEndPoint!);

    internal static IPEndPoint FreeEndPoint()
    {
        using var socket = RawPeer.Listen();
        return (IPEndPoint)socket.LocalEndPoint!;
    }
}
