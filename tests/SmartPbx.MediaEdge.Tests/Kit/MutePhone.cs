using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using SmartPbx.Sip;
using SmartPbx.Sip.Authentication;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Tests.Kit;

/// <summary>A phone without a stack: sends exactly the bytes that a test wants, when it wants, and repeats nothing. For races.</summary>
internal sealed class MutePhone : IAsyncDisposable
{
    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Parse(TestEdge.PhoneAddress), 0));
    private readonly List<SipRequest> _received = [];
    private readonly Channel<SipResponse> _responses = Channel.CreateUnbounded<SipResponse>();
    private readonly CancellationTokenSource _stop = new();
    private readonly IPEndPoint _edge;
    private readonly Task _receiving;

    private MutePhone(IPEndPoint edge)
    {
        _edge = edge;
        _receiving = Task.Run(ReceiveAsync);
    }

    private string Host => _socket.Client.LocalEndPoint!.ToString()!;

    public static async Task<MutePhone> RegisterAsync(TestEdge edge, string extension)
    {
        var phone = new MutePhone(edge.Sip.Remote);
        var client = new DigestClient(extension, TestEdge.Password, SipTokens.Random);
        var (first, second) = (phone.Register(edge, extension, 1), phone.Register(edge, extension, 2));
        phone.Send(first.ToBytes());
        Assert.True(client.TryAuthorize(second, await phone._responses.Reader.ReadAsync()));
        phone.Send(second.ToBytes());
        Assert.Equal(200, (await phone._responses.Reader.ReadAsync()).Status);
        return phone;
    }

    /// <summary>The oldest request of this method that was not taken yet.</summary>
    public async Task<SipRequest> NextAsync(string method)
    {
        SipRequest? next = null;
        await Eventually.TrueAsync(() => (next = Take(method)) is not null, $"{method} comes");
        return next!;
    }

    public bool HasReceived(string method) => Waiting(method).Count > 0;

    /// <summary>Requests that were not taken yet.</summary>
    public IReadOnlyList<SipRequest> Waiting(string method)
    {
        lock (_received) return [.. _received.Where(request => request.Method.Name == method)];
    }

    /// <summary>Answers once.</summary>
    public void Answer(SipRequest request, string status, bool withDescription = false)
    {
        var body = withDescription ? $"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {((IPEndPoint)_socket.Client.LocalEndPoint!).Port} RTP/AVP 0\r\n" : "";
        var tag = status.StartsWith("100", StringComparison.Ordinal) ? "" : ";tag=mute";
        Send(Encoding.UTF8.GetBytes($"SIP/2.0 {status}\r\nVia: {request.Headers["Via"]}\r\nFrom: {request.Headers["From"]}\r\n"
            + $"To: {request.Headers["To"]}{(request.To.Tag is null ? tag : "")}\r\nCall-ID: {request.CallId}\r\nCSeq: {request.CSeq.Number} {request.CSeq.Method}\r\n"
            + $"Contact: <sip:phone@{Host}>\r\n{(withDescription ? "Content-Type: application/sdp\r\n" : "")}Content-Length: {body.Length}\r\n\r\n{body}"));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _receiving;
        _socket.Dispose();
        _stop.Dispose();
    }

    private void Send(byte[] message) => _socket.Send(message, message.Length, _edge);

    private SipRequest Register(TestEdge edge, string extension, uint number)
    {
        var register = new SipRequest(SipMethod.Register, new SipUri { Host = TestEdge.Domain })
        {
            From = new NameAddr(new SipUri { User = extension, Host = TestEdge.Domain }).WithTag("mute"), To = new NameAddr(new SipUri { User = extension, Host = TestEdge.Domain }),
            CallId = $"mute-{edge.Sip.Remote.Port}-{Host}", CSeq = new CSeq(number, SipMethod.Register), MaxForwards = 70,
        };
        register.Headers.Set("Via", $"SIP/2.0/UDP {Host};branch=z9hG4bK-mute-{number};rport");
        register.Headers.Set("Contact", $"<sip:{extension}@{Host}>");
        return register;
    }

    private SipRequest? Take(string method)
    {
        lock (_received)
        {
            var next = _received.Find(request => request.Method.Name == method);
            if (next is not null) _received.Remove(next);
            return next;
        }
    }

    private async Task ReceiveAsync()
    {
        var seen = new HashSet<string>();
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(_stop.Token);
                var view = new SipMessageView(SipLimits.Default);
                if (!view.TryParse(received.Buffer, out _)) continue;
                if (!view.IsRequest)
                {
                    _responses.Writer.TryWrite(view.ToResponse());
                    continue;
                }
                var request = view.ToRequest();
                if (request.Method == SipMethod.Ack || seen.Add($"{request.TopVia!.Branch} {request.Method}")) // repetitions are nothing new
                    lock (_received)
                        _received.Add(request);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // the test is over
        }
    }
}
