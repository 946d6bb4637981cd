using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace SmartPbx.TestKit.Sip;

/// <summary>
/// A SIP phone on its own UDP socket. Requests of its own are repeated until answered (T1 500 ms, at most 6 times); repeated requests of the peer get the
/// stored response again.
/// </summary>
public sealed class SipPhone : IAsyncDisposable
{
    private const int MaxSends = 7;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<SipText>> _pending = new();
    private readonly ConcurrentDictionary<string, PhoneCall> _calls = new();
    private readonly ConcurrentDictionary<string, byte[]> _answered = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _receiving;

    public SipPhone(string name, IPAddress address, IPEndPoint server, string user, string domain, string? password = null, int port = 0)
    {
        (Name, Server, User, Domain, Password) = (name, server, user, domain, password);
        _socket.Bind(new IPEndPoint(address, port));
        Local = (IPEndPoint)_socket.LocalEndPoint!;
        _receiving = Task.Run(ReceiveAsync);
    }

    public string Name { get; }
    public IPEndPoint Server { get; }
    public IPEndPoint Local { get; }
    public string User { get; }
    public string Domain { get; }
    public string? Password { get; }
    public ConcurrentQueue<SipLadderEntry> Ladder { get; } = new();
    public Action<SipLadderEntry>? OnMessage { get; set; }

    /// <summary>Called for each new call that comes in; unanswered until the handler answers or rejects it.</summary>
    public Action<PhoneCall>? OnIncoming { get; set; }

    internal string Contact => $"<sip:{User}@{Local}>";
    internal static string Token() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));

    /// <summary>Registers for an hour; answers one challenge. Returns the final status.</summary>
    public async Task<int> RegisterAsync(CancellationToken cancellationToken, int expiresSeconds = 3600)
    {
        var (callId, fromTag, uri) = (Token(), Token(), $"sip:{Domain}");
        SipText Build(int cseq, string? authorization)
        {
            var request = new SipText { StartLine = $"REGISTER {uri} SIP/2.0" };
            request.Add("Via", Via()).Add("Max-Forwards", "70").Add("From", $"<sip:{User}@{Domain}>;tag={fromTag}").Add("To", $"<sip:{User}@{Domain}>")
                .Add("Call-ID", callId).Add("CSeq", $"{cseq} REGISTER").Add("Contact", Contact).Add("Expires", $"{expiresSeconds}");
            if (authorization is not null) request.Add("Authorization", authorization);
            return request;
        }
        var response = await RequestAsync(Build(1, null), cancellationToken);
        if (response.Status == 401 && Password is not null)
            response = await RequestAsync(Build(2, DigestAnswer.To(response.Header("WWW-Authenticate"), "REGISTER", uri, User, Password)), cancellationToken);
        return response.Status;
    }

    /// <summary>Begins a call; the caller watches <see cref="PhoneCall.Final"/>.</summary>
    /// <param name="number">Dialled at the server.</param>
    /// <param name="rtpPort">Our RTP port for the offer.</param>
    /// <param name="from">User of the From header; null: the phone's own.</param>
    /// <param name="sdp">Another offer than the usual one.</param>
    public PhoneCall Call(string number, int rtpPort, string? from = null, string? sdp = null)
    {
        var call = PhoneCall.Outgoing(this, number, rtpPort, from ?? User, sdp);
        _calls[call.CallId] = call;
        call.SendInvite();
        return call;
    }

    internal string Via() => $"SIP/2.0/UDP {Local};branch=z9hG4bK{Token()};rport";

    internal async Task<SipText> RequestAsync(SipText request, CancellationToken cancellationToken)
    {
        var waiting = Await(request);
        var wait = TimeSpan.FromMilliseconds(500);
        for (var send = 0; send < MaxSends; send++)
        {
            Send(request);
            if (await Task.WhenAny(waiting.Task, Task.Delay(wait, cancellationToken)) == waiting.Task) return await waiting.Task;
            cancellationToken.ThrowIfCancellationRequested();
            wait = TimeSpan.FromTicks(Math.Min(wait.Ticks * 2, TimeSpan.FromSeconds(4).Ticks));
        }
        throw new TimeoutException($"{Name}: no answer to {request.StartLine}");
    }

    private TaskCompletionSource<SipText> Await(SipText request) =>
        _pending[request.Branch + request.Method] = new TaskCompletionSource<SipText>(TaskCreationOptions.RunContinuationsAsynchronously);

    internal void Send(SipText message)
    {
        var bytes = message.ToBytes();
        if (message.IsResponse) _answered[message.Branch + message.Method] = bytes;
        Note(true, message);
        _socket.SendTo(bytes, Server);
    }

    /// <summary>Bytes as they are, for malformed messages.</summary>
    public void SendRaw(byte[] bytes) => _socket.SendTo(bytes, Server);

    private void Note(bool sent, SipText message)
    {
        var line = message.IsResponse ? $"{message.StartLine[8..]} ({message.Method})" : message.StartLine[..message.StartLine.LastIndexOf(' ')];
        var entry = new SipLadderEntry(Name, sent, line, Stopwatch.GetTimestamp(), message.CallId);
        Ladder.Enqueue(entry);
        OnMessage?.Invoke(entry);
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[65536];
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var length = await _socket.ReceiveAsync(buffer, SocketFlags.None, _stop.Token);
                if (length > 4) Dispatch(SipText.Parse(Encoding.UTF8.GetString(buffer, 0, length)));
            }
            catch (OperationCanceledException) { }
            catch (SocketException) { } // an ICMP answer to an earlier send
        }
    }

    private void Dispatch(SipText message)
    {
        Note(false, message);
        if (message.IsResponse)
        {
            if (_calls.TryGetValue(message.CallId, out var ours) && message.Method == "INVITE") ours.OnInviteResponse(message);
            else if (message.Status >= 200 && _pending.TryRemove(message.Branch + message.Method, out var waiting)) waiting.TrySetResult(message);
            return;
        }
        if (message.Method != "ACK" && _answered.TryGetValue(message.Branch + message.Method, out var again)) { _socket.SendTo(again, Server); return; }
        if (_calls.TryGetValue(message.CallId, out var call)) { call.OnRequest(message); return; }
        switch (message.Method)
        {
            case "INVITE" when OnIncoming is not null:
                call = PhoneCall.Incoming(this, message);
                _calls[call.CallId] = call;
                OnIncoming(call);
                break;
            case "INVITE": Send(message.Reply(486, "Busy Here", Token())); break;
            case "OPTIONS": Send(message.Reply(200, "OK", Token())); break;
            case "ACK": break;
            default: Send(message.Reply(481, "Call/Transaction Does Not Exist", Token())); break;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _socket.Dispose();
        await _receiving;
        _stop.Dispose();
    }
}
