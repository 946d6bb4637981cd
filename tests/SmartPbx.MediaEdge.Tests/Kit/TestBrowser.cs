using System.Net.WebSockets;
using System.Text;
using SmartPbx.Sip;
using SmartPbx.Sip.Authentication;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Tests.Kit;

/// <summary>A SIP user agent inside a web page (RFC 7118): one WebSocket, a host name that means nothing.</summary>
internal sealed class TestBrowser : IDisposable
{
    private const string Host = "df7jal23ls0d.invalid";
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[65_536];
    private uint _cseq;

    public static async Task<TestBrowser> ConnectAsync(SipFlow edge)
    {
        var browser = new TestBrowser();
        browser._socket.Options.AddSubProtocol("sip");
        using var limit = new CancellationTokenSource(TestPhone.Patience);
        await browser._socket.ConnectAsync(new Uri($"ws://{edge.Remote}/"), limit.Token);
        return browser;
    }

    public async Task<int> RegisterAsync(string user, string password, string domain)
    {
        var callId = SipTokens.Random.NewCallId();
        var client = new DigestClient(user, password, SipTokens.Random);
        await SendAsync(Register());
        var challenge = ToResponse(await ReceiveAsync());
        var again = Register();
        Assert.True(client.TryAuthorize(again, challenge));
        await SendAsync(again);
        return ToResponse(await ReceiveAsync()).Status;

        SipRequest Register()
        {
            var register = new SipRequest(SipMethod.Register, new SipUri { Host = domain })
            {
                From = new NameAddr(new SipUri { User = user, Host = domain }).WithTag("b"), To = new NameAddr(new SipUri { User = user, Host = domain }),
                CallId = callId, CSeq = new CSeq(++_cseq, SipMethod.Register), MaxForwards = 70, Expires = 300,
                Contact = NameAddr.Parse($"<sip:{user}@{Host};transport=ws>"),
            };
            register.Headers.Add("Via", $"SIP/2.0/WS {Host};branch={SipTokens.Random.NewBranch()}");
            return register;
        }
    }

    public async Task<SipRequest> RequestAsync() => Parse(await ReceiveAsync()).ToRequest();

    public Task SendAsync(SipMessage message) => _socket.SendAsync(message.ToBytes(), WebSocketMessageType.Text, true, default);

    public void Dispose() => _socket.Dispose();

    private async Task<byte[]> ReceiveAsync()
    {
        using var limit = new CancellationTokenSource(TestPhone.Patience);
        var received = await _socket.ReceiveAsync(_buffer.AsMemory(), limit.Token);
        return _buffer[..received.Count];
    }

    private static SipResponse ToResponse(byte[] bytes) => Parse(bytes).ToResponse();

    private static SipMessageView Parse(byte[] bytes)
    {
        var view = new SipMessageView(SipLimits.Default);
        Assert.True(view.TryParse(bytes, out var error) && view.TryValidate(out error), $"{error.Code}: {Encoding.UTF8.GetString(bytes)}");
        return view;
    }
}
