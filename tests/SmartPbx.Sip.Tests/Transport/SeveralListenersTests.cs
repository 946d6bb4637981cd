using System.Net;
using System.Net.Sockets;
using System.Text;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Tests.Kit;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Tests.Transport;

/// <summary>More than one listener of the same kind and address family.</summary>
public sealed class SeveralListenersTests
{
    private const string AdvertisedHost = "second.example.com";

    [Fact]
    public async Task A_response_leaves_by_the_listener_that_the_request_came_by()
    {
        await using var server = Udp();
        foreach (var listener in server.Stack.FlowsToUs)
        {
            using var peer = Connected(listener.Remote); // hears nobody else
            await AskAsync(peer, $"at{listener.Remote.Port}");
            Assert.StartsWith("SIP/2.0 200", await HearAsync(peer), StringComparison.Ordinal);
        }
        Assert.Equal(server.Stack.FlowsToUs.Select(flow => flow.Remote), server.User.Requests.Select(request => request.Flow.Local));
    }

    [Fact]
    public async Task A_request_on_the_flow_of_another_leaves_by_its_listener_and_names_it()
    {
        await using var server = Udp();
        using var peer = Connected(server.Stack.FlowsToUs[1].Remote);
        await AskAsync(peer, "two");
        await HearAsync(peer);
        var flow = Assert.Single(server.User.Requests).Flow;

        server.Send(server.Request(SipMethod.Options, flow), flow);

        string asked = await HearAsync(peer);
        Assert.Contains($"Via: SIP/2.0/UDP {AdvertisedHost}:{flow.Local!.Port};", asked, StringComparison.Ordinal);
        Assert.Equal(AdvertisedHost, server.Stack.Contact("us", flow).Uri.Host);
    }

    [Fact]
    public async Task Without_a_former_request_the_first_listener_is_taken()
    {
        await using var server = Udp();
        using var peer = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var to = SipFlow.Udp((IPEndPoint)peer.Client.LocalEndPoint!);

        server.Send(server.Request(SipMethod.Options, to), to);

        using var limit = new CancellationTokenSource(SocketStack.Patience);
        Assert.Equal(server.Stack.FlowsToUs[0].Remote, (await peer.ReceiveAsync(limit.Token)).RemoteEndPoint);
    }

    [Fact]
    public async Task A_listener_that_is_no_more_is_replaced_by_the_first_of_its_kind()
    {
        await using var server = Udp();
        using var peer = Connected(server.Stack.FlowsToUs[0].Remote);
        var to = SipFlow.Udp((IPEndPoint)peer.Client.LocalEndPoint!) with { Local = new IPEndPoint(IPAddress.Parse("192.0.2.1"), 5060) };

        server.Send(server.Request(SipMethod.Options, to), to);

        Assert.StartsWith("OPTIONS", await HearAsync(peer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_of_both_sides_share_the_connection_to_either_listener()
    {
        await using var server = new SocketStack(SocketStack.On(SipTransportKind.Tcp), SocketStack.On(SipTransportKind.Tcp));
        await using var client = new SocketStack(SocketStack.On(SipTransportKind.Tcp));
        foreach (var listener in server.Stack.FlowsToUs)
        {
            Assert.Equal("200", await client.AskAsync(listener));
            var back = server.User.Requests.Last().Flow;
            Assert.Equal("200", await server.AskAsync(back));
            Assert.Equal(listener.Remote, back.Local);
        }
        Assert.Equal((2, 2), (server.Stack.ConnectionCount, client.Stack.ConnectionCount));
    }

    [Fact]
    public async Task A_lost_connection_of_the_second_listener_ends_what_waits_on_it()
    {
        await using var server = new SocketStack(SocketStack.On(SipTransportKind.Tcp), SocketStack.On(SipTransportKind.Tcp));
        using var peer = new TcpClient();
        await peer.ConnectAsync(server.Stack.FlowsToUs[1].Remote);
        await peer.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Options("TCP", peer.Client.LocalEndPoint!, "lost")));
        Assert.NotEqual(0, await peer.GetStream().ReadAsync(new byte[2_000])); // the 200

        var flow = Assert.Single(server.User.Requests).Flow;
        server.Send(server.Request(SipMethod.Options, flow), flow);
        Assert.NotEqual(0, await peer.GetStream().ReadAsync(new byte[2_000])); // the question
        peer.Close();

        Assert.Equal("transport error", await server.NextAsync());
    }

    [Fact]
    public async Task Peers_know_us_by_the_host_of_every_listener()
    {
        await using var server = Udp();

        Assert.True(server.Stack.IsOwnHost("127.0.0.1"));
        Assert.True(server.Stack.IsOwnHost("SECOND.example.com"));
        Assert.False(server.Stack.IsOwnHost("third.example.com"));
    }

    [Fact]
    public void The_same_address_twice_is_refused()
    {
        var listener = SipListener.Udp(new IPEndPoint(IPAddress.Loopback, 5060));

        Assert.Throws<ArgumentException>(() => new SipStack(new SipStackOptions { Listeners = [listener, listener with { AdvertisedHost = AdvertisedHost }] }, new ScriptedUser()));
    }

    private static SocketStack Udp() => new(SocketStack.On(SipTransportKind.Udp), SocketStack.On(SipTransportKind.Udp) with { AdvertisedHost = AdvertisedHost });

    private static UdpClient Connected(IPEndPoint listener)
    {
        var peer = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        peer.Connect(listener);
        return peer;
    }

    private static async Task AskAsync(UdpClient peer, string branch) => await peer.SendAsync(Encoding.ASCII.GetBytes(Options("UDP", peer.Client.LocalEndPoint!, branch)));

    private static string Options(string transport, EndPoint from, string branch) =>
        $"OPTIONS sip:us@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/{transport} {from};branch=z9hG4bK{branch};rport\r\nFrom: <sip:a@example.com>;tag=a\r\n"
        + $"To: <sip:us@127.0.0.1>\r\nCall-ID: {branch}\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";

    private static async Task<string> HearAsync(UdpClient peer)
    {
        using var limit = new CancellationTokenSource(SocketStack.Patience);
        return Encoding.ASCII.GetString((await peer.ReceiveAsync(limit.Token)).Buffer);
    }
}
