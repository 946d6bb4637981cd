using System.Net;
using System.Threading.Channels;
using SmartPbx.Media.Codecs;
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
    private readonly Channel<SipRequest> _notifies = Channel.CreateUnbounded<SipRequest>();
    private readonly CancelTrace _cancels = new();
    private readonly SdpCodec[] _codecs;
    private uint _cseq;

    private SdpCodec[] Codecs => HasEvents ? _codecs : [_codecs[0]];

    public TestPhone(string address, SipTransportKind kind = SipTransportKind.Udp, SdpCodec? codec = null, SipTlsOptions? tls = null)
    {
        (Address, Kind) = (IPAddress.Parse(address), kind);
        _stack = new SipStack(new SipStackOptions { Listeners = [new SipListener { Kind = kind, Bind = new IPEndPoint(Address, 0), Tls = tls }], Trace = _cancels }, this);
        _stack.Start();
        _codecs = [codec ?? SdpCodec.Pcmu, SdpCodec.TelephoneEvent(101, codec?.ClockRateHz ?? 8000)];
        var audio = _codecs[0];
        Audio = new AudioEnd(Address, new PayloadFormat((byte)audio.PayloadType, audio.Name.ToUpperInvariant(), audio.ClockRateHz));
    }

    public IPAddress Address { get; }
    public SipTransportKind Kind { get; }
    public AudioEnd Audio { get; }

    /// <summary>Whether it offers and accepts telephone-events.</summary>
    public bool HasEvents { get; set; } = true;
    public SipStack Stack => _stack;
    public List<ServerTransaction> Cancelled { get; } = [];

    /// <summary>CANCELs as they came.</summary>
    public IReadOnlyList<string> Cancels => _cancels.Texts;
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
            register.Contact = _stack.Contact(user, Kind);
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
        invite.Contact = _stack.Contact(from, Kind);
        invite.SetBody(SdpSession.ContentType, Offer(SdpDirection.SendRecv).ToBytes());
        change?.Invoke(invite);
        var call = new TestCall(this, edge);
        call.Send(invite);
        return call;
    }

    /// <summary>Begins a call as a registered phone: answers the challenge.</summary>
    public async Task<TestCall> CallAsPhoneAsync(SipFlow edge, string number, string extension, Action<SipRequest>? change = null)
    {
        var challenged = Call(edge, number, extension, TestEdge.Domain, change);
        var challenge = await challenged.FinalAsync();
        Assert.Equal(401, challenge.Status);
        var client = new DigestClient(extension, TestEdge.Password, SipTokens.Random);
        return Call(edge, number, extension, TestEdge.Domain, invite =>
        {
            change?.Invoke(invite);
            Assert.True(client.TryAuthorize(invite, challenge));
        });
    }
    /// <summary>Begins a call of a registered phone, with its credentials.</summary>
    public TestCall CallAs(string user, SipFlow edge, string number, Action<SipRequest>? change = null) => Call(edge, number, user, TestEdge.Domain, invite =>
    {
        invite.Credentials = new DigestClient(user, TestEdge.Password, SipTokens.Random);
        change?.Invoke(invite);
    });

    public SipRequest Out(SipMethod method, SipFlow edge, string from, string domain, string? to, string? callId = null) =>
        new(method, new SipUri { User = to, Host = edge.Remote.Address.ToString(), Port = edge.Remote.Port })
        {
            From = new NameAddr(new SipUri { User = from, Host = domain }).WithTag(SipTokens.Random.NewTag()),
            To = new NameAddr(new SipUri { User = to ?? from, Host = domain }),
            CallId = callId ?? SipTokens.Random.NewCallId(),
            CSeq = new CSeq(++_cseq, method),
        };

    public SdpSession Offer(SdpDirection direction, ulong version = 1, AudioEnd? audio = null) => SdpNegotiation.CreateOffer(new SdpAudioSettings
    {
        Address = (audio ?? Audio).EndPoint.Address, RtpPort = (audio ?? Audio).EndPoint.Port, Codecs = Codecs, SessionId = 1, SessionVersion = version, Direction = direction,
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

    /// <summary>The next NOTIFY; it has been answered.</summary>
    public async Task<SipRequest> NotifyAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        return await _notifies.Reader.ReadAsync(limit.Token);
    }

    /// <summary>NOTIFYs that nobody asked for yet.</summary>
    public int NotifiesWaiting => _notifies.Reader.Count;

    /// <summary>The next request, whatever it is.</summary>
    public async Task<ServerTransaction> AnyRequestAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        return await _requests.Reader.ReadAsync(limit.Token);
    }

    /// <summary>Answers an INVITE with 200 and our audio; the dialog, and where the edge's audio is.</summary>
    public TestDialog Answer(ServerTransaction invite, Action<SipResponse>? change = null)
    {
        var answer = AnswerTo(invite.Request, out var edgeRtp);
        var response = invite.CreateResponse(200);
        response.Contact = _stack.Contact("phone", Kind);
        response.SetBody(SdpSession.ContentType, answer.ToBytes());
        change?.Invoke(response);
        var dialog = Dialog.FromUas(invite.Request, response);
        invite.Respond(response);
        return new TestDialog(this, dialog, invite.Flow, edgeRtp);
    }

    /// <summary>Our audio as the answer to the offer in a request, and where the edge's audio is.</summary>
    public SdpSession AnswerTo(SipMessage request, out IPEndPoint edgeRtp, SdpDirection direction = SdpDirection.SendRecv)
    {
        Assert.True(SdpSession.TryParse(request.Body.Span, out var offer, out _));
        Assert.True(SdpNegotiation.TryAnswer(offer, new SdpAudioSettings
        {
            Address = Address, RtpPort = Audio.EndPoint.Port, Codecs = Codecs, SessionId = 2, Direction = direction,
        }, out var answer, out var stream));
        edgeRtp = stream.RemoteRtp;
        return answer;
    }

    public SdpSession AnswerTo(SipMessage message, SdpDirection direction = SdpDirection.SendRecv) => AnswerTo(message, out _, direction);

    /// <summary>Sees each request first; true: it has answered.</summary>
    public Func<ServerTransaction, bool>? Script { get; set; }

    public void OnRequest(ServerTransaction transaction)
    {
        if (Script?.Invoke(transaction) == true) return;
        if (transaction.Request.Method == SipMethod.Bye) transaction.Respond(200);
        if (transaction.Request.Method == SipMethod.Notify)
        {
            transaction.Respond(200);
            _notifies.Writer.TryWrite(transaction.Request);
            return;
        }
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
