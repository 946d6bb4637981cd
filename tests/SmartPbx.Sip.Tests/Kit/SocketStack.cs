using System.Net;
using System.Threading.Channels;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Tests.Kit;

/// <summary>A stack over real sockets on loopback: answers every request with 200 unless told otherwise, and waits for what comes.</summary>
internal sealed class SocketStack : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Channel<string> _outcomes = Channel.CreateUnbounded<string>();
    private int _number;

    public SocketStack(params SipListener[] listeners) : this(options => options, listeners)
    {
    }

    public SocketStack(Func<SipStackOptions, SipStackOptions> configure, params SipListener[] listeners)
    {
        User = new ScriptedUser { WhenRequested = transaction => transaction.Respond(200), WhenFinal = (_, response) => _outcomes.Writer.TryWrite($"{response.Status}") };
        Stack = new SipStack(configure(new SipStackOptions { Listeners = listeners }), User);
        Stack.Start();
    }

    public ScriptedUser User { get; }

    public SipStack Stack { get; }

    public static SipListener On(SipTransportKind kind, string address = "127.0.0.1") => new() { Kind = kind, Bind = new IPEndPoint(IPAddress.Parse(address), 0) };

    public SipRequest Request(SipMethod method, SipFlow to, int bodyBytes = 0)
    {
        string host = to.Remote.Address.ToString();
        var request = new SipRequest(method, new SipUri { User = "peer", Host = host, Port = to.Remote.Port })
        {
            From = NameAddr.Parse("<sip:me@example.com>").WithTag("t"),
            To = NameAddr.Parse("<sip:peer@example.com>"),
            CallId = SipTokens.Random.NewCallId(),
            CSeq = new CSeq((uint)Interlocked.Increment(ref _number), method),
        };
        if (bodyBytes > 0)
            request.SetBody("text/plain", new byte[bodyBytes].Select(_ => (byte)'x').ToArray());
        return request;
    }

    public ClientTransaction Send(SipRequest request, SipFlow to) => Stack.Send(request, to, new Outcomes(this));

    /// <summary>Sends OPTIONS and gives what became of it: the status, <c>timeout</c> or <c>transport error</c>.</summary>
    public Task<string> AskAsync(SipFlow to, int bodyBytes = 0)
    {
        Send(Request(SipMethod.Options, to, bodyBytes), to);
        return NextAsync();
    }

    /// <summary>The next outcome of a request of ours.</summary>
    public async Task<string> NextAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        return await _outcomes.Reader.ReadAsync(limit.Token);
    }

    public ValueTask DisposeAsync() => Stack.DisposeAsync();

    private sealed class Outcomes(SocketStack stack) : IClientTransactionUser
    {
        public void OnProvisional(ClientTransaction transaction, SipResponse response) => stack.User.Responses.Enqueue(response);

        public void OnFinal(ClientTransaction transaction, SipResponse response)
        {
            stack.User.Responses.Enqueue(response);
            stack._outcomes.Writer.TryWrite($"{response.Status}");
        }

        public void OnTimeout(ClientTransaction transaction) => stack._outcomes.Writer.TryWrite("timeout");

        public void OnTransportError(ClientTransaction transaction) => stack._outcomes.Writer.TryWrite("transport error");
    }
}
