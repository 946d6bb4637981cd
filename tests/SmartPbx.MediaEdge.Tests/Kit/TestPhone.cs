using System.Net;
using System.Threading.Channels;
using SmartPbx.Sip;
using SmartPbx.Sip.Authentication;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;
using SmartPbx.Sip.Transactions;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Tests.Kit;

/// <summary>A scripted SIP user agent with audio: a phone that registers, or the far end of a trunk.</summary>
internal sealed class TestPhone : ISipUser, IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly SipStack _stack;
    private readonly Channel<ServerTransaction> _requests = Channel.CreateUnbounded<ServerTransaction>();
    private uint _cseq;

    public TestPhone(string address)
    {
        Address = IPAddress.Parse(address);
        _stack = new SipStack(new SipStackOptions { Listeners = [SipListener.Udp(new IPEndPoint(Address, 0))] }, this);
        _stack.Start();
        Audio = new AudioEnd(Address);
    }

    public IPAddress Address { get; }
    public AudioEnd Audio { get; }
    public SipStack Stack => _stack;
    public List<ServerTransaction> Cancelled { get; } = [];
    public int Acks { get; private set; }
    public SipRequest? LastAck { get; private set; }

    public async Task<SipResponse> RegisterAsync(SipFlow edge, string user, string password, string domain, uint expires = 3600)
    {
        var callId = SipTokens.Random.NewCallId();
        var client = new DigestClient(user, password, SipTokens.Random);
        var first = await SendAsync(Register(), edge);
        if (first.Status != 401) return first;
        var again = Register();
        Assert.True(client.TryAuthorize(again, first));
        return await SendAsync(again, edge);

        SipRequest Register()
        {
            var register = Out(SipMethod.Register, edge, user, domain, null, callId);
            register.Contact = _stack.Contact(user);
            register.Expires = expires;
            return register;
        }
    }

    /// <summary>A request outside any call; its final answer.</summary>
    public async Task<SipResponse> SendAsync(SipRequest request, SipFlow edge)
    {
        var call = new TestCall(this, edge);
        call.Send(request);
        return await call.FinalAsync();
    }

    /// <summary>Begins a call.</summary>
    public TestCall Call(SipFlow edge, string number, string from = "5551000", string domain = "trunk.example", Action<SipRequest>? change = null)
    {
        var invite = Out(SipMethod.Invite, edge, from, domain, number);
        invite.Contact = _stack.Contact(from);
        invite.SetBody(SdpSession.ContentType, Offer(SdpDirection.SendRecv).ToBytes());
        change?.Invoke(invite);
        var call = new TestCall(this, edge);
        call.Send(invite);
        return call;
    }

    public SipRequest Out(SipMethod method, SipFlow edge, string from, string domain, string? to, string? callId = null) =>
        new(method, new SipUri { User = to, Host = edge.Remote.Address.ToString(), Port = edge.Remote.Port })
        {
            From = new NameAddr(new SipUri { User = from, Host = domain }).WithTag(SipTokens.Random.NewTag()),
            To = new NameAddr(new SipUri { User = to ?? from, Host = domain }),
            CallId = callId ?? SipTokens.Random.NewCallId(),
            CSeq = new CSeq(++_cseq, method),
        };

    public SdpSession Offer(SdpDirection direction, ulong version = 1) => SdpNegotiation.CreateOffer(new SdpAudioSettings
    {
        Address = Address, RtpPort = Audio.EndPoint.Port, Codecs = [SdpCodec.Pcmu, SdpCodec.TelephoneEvent()], SessionId = 1, SessionVersion = version, Direction = direction,
    });

    /// <summary>The next request that reaches this phone.</summary>
    public async Task<ServerTransaction> RequestAsync(SipMethod method)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            var request = await _requests.Reader.ReadAsync(limit.Token);
            if (request.Request.Method == method) return request;
        }
    }

    /// <summary>Answers an INVITE with 200 and our audio; the dialog, and where the edge's audio is.</summary>
    public TestDialog Answer(ServerTransaction invite)
    {
        Assert.True(SdpSession.TryParse(invite.Request.Body.Span, out var offer, out _));
        Assert.True(SdpNegotiation.TryAnswer(offer, new SdpAudioSettings
        {
            Address = Address, RtpPort = Audio.EndPoint.Port, Codecs = [SdpCodec.Pcmu, SdpCodec.TelephoneEvent()], SessionId = 2,
        }, out var answer, out var stream));
        var response = invite.CreateResponse(200);
        response.Contact = _stack.Contact("phone");
        response.SetBody(SdpSession.ContentType, answer.ToBytes());
        var dialog = Dialog.FromUas(invite.Request, response);
        invite.Respond(response);
        return new TestDialog(this, dialog, invite.Flow, stream.RemoteRtp);
    }

    public void OnRequest(ServerTransaction transaction)
    {
        if (transaction.Request.Method == SipMethod.Bye) transaction.Respond(200);
        _requests.Writer.TryWrite(transaction);
    }

    public void OnCancel(ServerTransaction invite)
    {
        lock (Cancelled) Cancelled.Add(invite);
        if (!IgnoresCancel) invite.Respond(487);
    }

    /// <summary>Plays the phone whose 200 crosses the CANCEL.</summary>
    public bool IgnoresCancel { get; set; }

    public void OnAck(SipRequest ack, SipFlow flow)
    {
        LastAck = ack;
        Acks++;
    }

    public void OnAckTimeout(ServerTransaction invite) { }

    public void OnTransportError(ServerTransaction transaction) { }

    public void OnMalformed(SipFlow source, SipParseError error) { }

    public void OnFault(Exception exception) => throw new InvalidOperationException("test phone", exception);

    public async ValueTask DisposeAsync()
    {
        Audio.Dispose();
        await _stack.DisposeAsync();
    }
}
