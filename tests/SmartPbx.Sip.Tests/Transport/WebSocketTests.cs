using System.Net.WebSockets;
using System.Text;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Tests.Kit;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Tests.Transport;

public sealed class WebSocketTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_browser_gets_its_answer_and_requests_over_its_connection(bool isSecure)
    {
        await using var bob = Stack(isSecure);
        using var browser = await ConnectAsync(bob, isSecure);

        await SendAsync(browser, Options("first"));
        Assert.StartsWith("SIP/2.0 200", await ReceiveAsync(browser), StringComparison.Ordinal);
        var flow = bob.User.Requests.Single().Flow;
        Assert.Equal(isSecure ? SipTransportKind.SecureWebSocket : SipTransportKind.WebSocket, flow.Kind);
        bob.Send(bob.Request(SipMethod.Options, flow), flow);
        string request = await ReceiveAsync(browser);
        await SendAsync(browser, Answer(request));

        Assert.Contains($"Via: SIP/2.0/{(isSecure ? "WSS" : "WS")} ", request, StringComparison.Ordinal);
        Assert.Equal("200", await bob.NextAsync());
        Assert.EndsWith(";transport=ws>", bob.Stack.Contact("b", flow).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fragments_and_binary_messages_are_messages()
    {
        await using var bob = Stack(false);
        using var browser = await ConnectAsync(bob, false);
        byte[] bytes = Encoding.UTF8.GetBytes(Options("fragments"));

        await browser.SendAsync(bytes.AsMemory(0, 10), WebSocketMessageType.Binary, false, default);
        await browser.SendAsync(bytes.AsMemory(10, 50), WebSocketMessageType.Binary, false, default);
        await browser.SendAsync(bytes.AsMemory(60), WebSocketMessageType.Binary, true, default);

        Assert.Contains("Call-ID: fragments", await ReceiveAsync(browser), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ping_in_a_message_is_answered_in_one()
    {
        await using var bob = Stack(false);
        using var browser = await ConnectAsync(bob, false);

        await SendAsync(browser, "\r\n\r\n");

        Assert.Equal("\r\n", await ReceiveAsync(browser));
    }

    [Fact]
    public async Task A_message_over_the_limit_closes_the_connection()
    {
        await using var bob = Stack(false);
        using var browser = await ConnectAsync(bob, false);

        await browser.SendAsync(new byte[70_000], WebSocketMessageType.Binary, true, default);

        using var limit = new CancellationTokenSource(SocketStack.Patience);
        var closed = await browser.ReceiveAsync(new byte[100].AsMemory(), limit.Token);
        Assert.Equal((WebSocketMessageType.Close, WebSocketCloseStatus.MessageTooBig), (closed.MessageType, browser.CloseStatus));
    }

    [Fact]
    public async Task A_browser_that_left_is_a_transport_error()
    {
        await using var bob = Stack(false);
        using var browser = await ConnectAsync(bob, false);
        await SendAsync(browser, Options("leaves"));
        await ReceiveAsync(browser);
        var flow = bob.User.Requests.Single().Flow;

        await browser.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
        await Eventually.TrueAsync(() => !bob.Stack.IsAlive(flow), "the connection is gone");

        Assert.Equal("transport error", await bob.AskAsync(flow));
        Assert.Equal("transport error", await bob.AskAsync(flow with { ConnectionId = 0 })); // nobody connects to a browser
    }

    [Theory]
    [InlineData("https://phone.example.com", true)]
    [InlineData("https://PHONE.example.com", true)]
    [InlineData("https://evil.example.com", false)]
    public async Task Origins_that_are_not_allowed_are_refused(string origin, bool isAllowed)
    {
        await using var bob = Stack(false, new SipWebSocketOptions { AllowedOrigins = ["https://phone.example.com"] });

        if (isAllowed)
            (await ConnectAsync(bob, false, origin)).Dispose();
        else
            await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(bob, false, origin));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 426 ")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 400 ")]
    [InlineData("nonsense\r\n\r\n", "HTTP/1.1 400 ")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 8\r\n\r\n", "HTTP/1.1 426 ")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: chat\r\n\r\n", "HTTP/1.1 400 ")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: short\r\nSec-WebSocket-Protocol: sip\r\n\r\n", "HTTP/1.1 400 ")]
    public async Task Other_requests_are_refused_and_closed(string request, string answer)
    {
        await using var bob = Stack(false);
        using var peer = await RawPeer.ConnectAsync(bob.Stack.BoundEndPoint);

        await peer.WriteAsync(request);

        Assert.StartsWith(answer, await peer.ClosedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_answer_to_an_upgrade_is_the_one_of_the_rfc()
    {
        await using var bob = Stack(false);
        using var peer = await RawPeer.ConnectAsync(bob.Stack.BoundEndPoint);

        await peer.WriteAsync("GET /sip HTTP/1.1\r\nHost: x\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: chat, sip\r\n\r\n");

        string answer = await peer.ReadToAsync("\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 101 ", answer, StringComparison.Ordinal);
        Assert.Contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", answer, StringComparison.Ordinal); // RFC 6455 §1.3
        Assert.Contains("Sec-WebSocket-Protocol: sip\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endless_upgrade_request_is_closed()
    {
        await using var bob = Stack(false);
        using var peer = await RawPeer.ConnectAsync(bob.Stack.BoundEndPoint);

        await peer.WriteAsync("GET / HTTP/1.1\r\n" + string.Concat(Enumerable.Repeat("X: y\r\n", 2_000)));

        Assert.Equal("", await peer.ClosedAsync());
    }

    public void Dispose() => _certificates.Dispose();

    private SocketStack Stack(bool isSecure, SipWebSocketOptions? options = null) =>
        new(SocketStack.On(isSecure ? SipTransportKind.SecureWebSocket : SipTransportKind.WebSocket) with
        {
            WebSocket = options ?? new SipWebSocketOptions(), Tls = isSecure ? _certificates.IssueLoopback() : null,
        });

    private static async Task<ClientWebSocket> ConnectAsync(SocketStack stack, bool isSecure, string? origin = null)
    {
        var browser = new ClientWebSocket();
        browser.Options.AddSubProtocol("sip");
        browser.Options.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null;
        if (origin is not null)
            browser.Options.SetRequestHeader("Origin", origin);
        using var limit = new CancellationTokenSource(SocketStack.Patience);
        await browser.ConnectAsync(new Uri($"{(isSecure ? "wss" : "ws")}://{stack.Stack.BoundEndPoint}/"), limit.Token);
        return browser;
    }

    private static string Options(string callId) =>
        $"OPTIONS sip:peer@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/WSS df7jal23ls0d.invalid;branch=z9hG4bK{callId}\r\nFrom: <sip:a@b>;tag=1\r\n"
        + $"To: <sip:peer@127.0.0.1>\r\nContact: <sip:a@df7jal23ls0d.invalid;transport=ws>\r\nCall-ID: {callId}\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\n\r\n";

    private static string Answer(string request)
    {
        var copied = request.Split("\r\n").Where(line => line.Split(':')[0] is "Via" or "From" or "To" or "Call-ID" or "CSeq");
        return "SIP/2.0 200 OK\r\n" + string.Concat(copied.Select(line => line + "\r\n")) + "Content-Length: 0\r\n\r\n";
    }

    private static Task SendAsync(ClientWebSocket browser, string text) => browser.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, default);

    private static async Task<string> ReceiveAsync(ClientWebSocket browser)
    {
        using var limit = new CancellationTokenSource(SocketStack.Patience);
        var buffer = new byte[65_536];
        var received = await browser.ReceiveAsync(buffer.AsMemory(), limit.Token);
        Assert.True(received.EndOfMessage);
        return Encoding.UTF8.GetString(buffer, 0, received.Count);
    }
}
