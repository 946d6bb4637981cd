using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SmartPbx.Sip;
using SmartPbx.Sip.Authentication;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Tests.Kit;

/// <summary>A SIP user agent inside a web page (RFC 7118): one WebSocket, a host name that means nothing; its audio is plain RTP, as a gateway's.</summary>
internal sealed class TestBrowser : IDisposable
{
    private const string Host = "df7jal23ls0d.invalid";
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[65_536];
    private uint _cseq;

    public AudioEnd Audio { get; } = new(IPAddress.Loopback);

    /// <param name="edge">A listener of the edge.</param>
    /// <param name="authority">PEM of who signed the edge's certificate; for <c>wss</c>.</param>
    public static async Task<TestBrowser> ConnectAsync(SipFlow edge, string? authority = null)
    {
        var browser = new TestBrowser();
        browser._socket.Options.AddSubProtocol("sip");
        if (authority is not null) browser._socket.Options.RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null && IsSignedBy(authority, shown);
        using var limit = new CancellationTokenSource(TestPhone.Patience);
        await browser._socket.ConnectAsync(new Uri($"{edge.Kind.ViaName().ToLowerInvariant()}://{edge.Remote}/"), limit.Token);
        return browser;
    }

    /// <summary>Rings somebody, with its password, and acknowledges the 200.</summary>
    public async Task<(Dialog Dialog, IPEndPoint EdgeRtp)> CallAsync(string user, string number)
    {
        var invite = Out(SipMethod.Invite, user, number, SipTokens.Random.NewCallId());
        invite.SetBody(SdpSession.ContentType, SdpNegotiation.CreateOffer(Settings).ToBytes());
        await RequestAsync(invite);
        var challenge = await FinalAsync();
        Assert.Equal(401, challenge.Status);
        await SendAsync(AckOfRefusal(invite, challenge));
        invite.CSeq = new CSeq(++_cseq, SipMethod.Invite);
        Assert.True(new DigestClient(user, TestEdge.Password, SipTokens.Random).TryAuthorize(invite, challenge));
        await RequestAsync(invite);
        var ok = await FinalAsync();
        Assert.Equal(200, ok.Status);
        var dialog = Dialog.FromUac(invite, ok)!;
        await RequestAsync(dialog.CreateAck(invite));
        return (dialog, TestCall.Rtp(ok.Sdp()));
    }

    /// <summary>Takes a call; returns when it is acknowledged.</summary>
    public async Task<(Dialog Dialog, IPEndPoint EdgeRtp)> AnswerAsync(SipRequest invite)
    {
        Assert.True(SdpNegotiation.TryAnswer(invite.Sdp(), Settings, out var answer, out var stream));
        var response = SipResponse.For(invite, 200);
        response.To = response.To.WithTag(SipTokens.Random.NewTag());
        response.Contact = Contact("browser");
        response.SetBody(SdpSession.ContentType, answer.ToBytes());
        await SendAsync(response);
        Assert.Equal(SipMethod.Ack, (await NextAsync()).Method);
        return (Dialog.FromUas(invite, response), stream.RemoteRtp);
    }

    /// <summary>Hangs up; the answer's status.</summary>
    public async Task<int> ByeAsync(Dialog dialog)
    {
        await RequestAsync(dialog.CreateRequest(SipMethod.Bye));
        return (await FinalAsync()).Status;
    }

    public async Task<int> RegisterAsync(string user, string password, string domain)
    {
        var callId = SipTokens.Random.NewCallId();
        await RequestAsync(Register());
        var challenge = await FinalAsync();
        var again = Register();
        Assert.True(new DigestClient(user, password, SipTokens.Random).TryAuthorize(again, challenge));
        await RequestAsync(again);
        return (await FinalAsync()).Status;

        SipRequest Register()
        {
            var register = Out(SipMethod.Register, user, user, callId);
            register.Uri = new SipUri { Host = domain };
            register.Expires = 300;
            return register;
        }
    }

    /// <summary>The next request of the edge.</summary>
    public async Task<SipRequest> NextAsync() => Parse(await ReceiveAsync()).ToRequest();

    public Task SendAsync(SipMessage message) => _socket.SendAsync(message.ToBytes(), WebSocketMessageType.Text, true, default);

    public void Dispose()
    {
        Audio.Dispose();
        _socket.Dispose();
    }

    private SdpAudioSettings Settings => new() { Address = Audio.EndPoint.Address, RtpPort = Audio.EndPoint.Port, Codecs = [SdpCodec.Pcmu], SessionId = 3 };

    private SipRequest Out(SipMethod method, string from, string to, string callId) => new(method, new SipUri { User = to, Host = TestEdge.Domain })
    {
        From = new NameAddr(new SipUri { User = from, Host = TestEdge.Domain }).WithTag(SipTokens.Random.NewTag()), To = new NameAddr(new SipUri { User = to, Host = TestEdge.Domain }),
        CallId = callId, CSeq = new CSeq(++_cseq, method), MaxForwards = 70, Contact = Contact(from),
    };

    private static NameAddr Contact(string user) => NameAddr.Parse($"<sip:{user}@{Host};transport=ws>"); // of wss: as well (RFC 7118 §5.2.1)

    // A request with a Via of its own.
    private Task RequestAsync(SipRequest request)
    {
        request.Headers.Set("Via", $"SIP/2.0/WS {Host};branch={SipTokens.Random.NewBranch()}");
        return SendAsync(request);
    }

    // It has the Via of its INVITE (RFC 3261 §17.1.1.3).
    private static SipRequest AckOfRefusal(SipRequest invite, SipResponse refusal)
    {
        var ack = new SipRequest(SipMethod.Ack, invite.Uri)
        {
            From = invite.From, To = refusal.To, CallId = invite.CallId, CSeq = new CSeq(invite.CSeq.Number, SipMethod.Ack), MaxForwards = 70,
        };
        ack.Headers.Set("Via", invite.Headers["Via"]!);
        return ack;
    }

    private async Task<SipResponse> FinalAsync()
    {
        while (true)
        {
            var response = Parse(await ReceiveAsync()).ToResponse();
            if (!response.IsProvisional) return response;
        }
    }

    private async Task<byte[]> ReceiveAsync()
    {
        using var limit = new CancellationTokenSource(TestPhone.Patience);
        var received = await _socket.ReceiveAsync(_buffer.AsMemory(), limit.Token);
        return _buffer[..received.Count];
    }

    private static SipMessageView Parse(byte[] bytes)
    {
        var view = new SipMessageView(SipLimits.Default);
        Assert.True(view.TryParse(bytes, out var error) && view.TryValidate(out error), $"{error.Code}: {Encoding.UTF8.GetString(bytes)}");
        return view;
    }

    private static bool IsSignedBy(string authority, X509Certificate shown)
    {
        using var root = X509Certificate2.CreateFromPem(authority);
        using var certificate = new X509Certificate2(shown);
        using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
        chain.ChainPolicy.CustomTrustStore.Add(root);
        return chain.Build(certificate);
    }
}
