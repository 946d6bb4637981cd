using System.Collections.Concurrent;
using System.Net;
using SmartPbx.Sip;
using SmartPbx.Sip.Authentication;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Interop.Soak.Load;

/// <summary>One SIP address with many calls, behind a bad wire: finds the leg of each request.</summary>
internal sealed class SoakAgent : ISipUser, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, SoakLeg> _legs = new();
    private readonly LossyTransport _wire;
    private uint _cseq;

    public SoakAgent(IPAddress address, IPEndPoint edge, int seed)
    {
        (Address, Edge, _wire) = (address, SipFlow.Udp(edge), new LossyTransport(new IPEndPoint(address, 0), seed));
        Stack = new SipStack(new SipStackOptions { Listeners = [new SipListener { Bind = new IPEndPoint(address, 0), Transport = _wire }] }, this);
        Stack.Start();
    }

    public IPAddress Address { get; }

    public SipFlow Edge { get; }

    public SipStack Stack { get; }

    public long MessagesLost => _wire.Lost;

    /// <summary>A call comes in; must end with a final answer.</summary>
    public Action<ServerTransaction>? OnInvite { get; set; }

    public void Add(string callId, SoakLeg leg) => _legs[callId] = leg;

    public void Remove(string callId) => _legs.TryRemove(callId, out _);

    /// <summary>Registers over a good wire; throws when that is refused.</summary>
    public async Task RegisterAsync(string user, string domain, string password, TimeSpan expires)
    {
        _wire.IsBad = false;
        var register = Request(SipMethod.Register, user, domain, null);
        register.Contact = Stack.Contact(user);
        register.Expires = (uint)expires.TotalSeconds;
        register.Credentials = new DigestClient(user, password, SipTokens.Random);
        var request = new SoakRequest();
        Stack.Send(register, Edge, request);
        if (await request.Final is not { IsSuccess: true } answer) throw new InvalidOperationException($"{user} could not register: {(await request.Final)?.Status}");
        _wire.IsBad = true;
    }

    /// <summary>A request outside any dialog.</summary>
    public SipRequest Request(SipMethod method, string from, string domain, string? to) => new(method, new SipUri { User = to, Host = Edge.Remote.Address.ToString(), Port = Edge.Remote.Port })
    {
        From = new NameAddr(new SipUri { User = from, Host = domain }).WithTag(SipTokens.Random.NewTag()),
        To = new NameAddr(new SipUri { User = to ?? from, Host = domain }),
        CallId = SipTokens.Random.NewCallId(),
        CSeq = new CSeq(Interlocked.Increment(ref _cseq), method),
    };

    public void OnRequest(ServerTransaction transaction)
    {
        if (_legs.TryGetValue(transaction.Request.CallId, out var leg)) leg.OnRequest(transaction);
        else if (transaction.Request.Method == SipMethod.Invite && transaction.Request.To.Tag is null && OnInvite is { } take) take(transaction);
        else transaction.Respond(transaction.Request.Method == SipMethod.Options ? SipStatus.Ok : SipStatus.CallOrTransactionDoesNotExist);
    }

    public void OnCancel(ServerTransaction invite)
    {
        if (_legs.TryGetValue(invite.Request.CallId, out var leg)) leg.OnCancel(invite);
        else invite.Respond(SipStatus.RequestTerminated);
    }

    public void OnAck(SipRequest ack, SipFlow flow) { }

    public void OnAckTimeout(ServerTransaction invite)
    {
        if (_legs.TryGetValue(invite.Request.CallId, out var leg)) _ = leg.HangUpAsync();
    }

    public void OnTransportError(ServerTransaction transaction) { }

    public void OnMalformed(SipFlow source, SipParseError error) => Console.Error.WriteLine($"malformed from {source}: {error}");

    public void OnFault(Exception exception) => Console.Error.WriteLine(exception);

    public ValueTask DisposeAsync() => Stack.DisposeAsync();
}
