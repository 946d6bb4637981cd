using System.Net;
using SmartPbx.Fuzz.Mutation;
using SmartPbx.Sip;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Fuzz.Targets;

/// <summary>A whole stack on a transport of memory: transactions, matching, automatic answers. No input faults the loop; all it sends parses.</summary>
internal sealed class SipStackTarget : IFuzzTarget, ISipUser, ISipTransport
{
    private const int MaxTransactions = 500;
    private static readonly IPEndPoint _local = new(IPAddress.Parse("192.0.2.1"), 5060), _peer = new(IPAddress.Parse("192.0.2.2"), 5060);
    private readonly SipMessageView _sent = new(SipLimits.Default);
    private readonly SipStack _stack;
    private ISipTransportSink? _sink;
    private Exception? _fault;

    public SipStackTarget()
    {
        // Short timers, so that the table of transactions empties as the run goes on.
        var timers = TransactionTimers.Default with { T1 = TimeSpan.FromMilliseconds(5), T2 = TimeSpan.FromMilliseconds(10), T4 = TimeSpan.FromMilliseconds(10) };
        _stack = new SipStack(new SipStackOptions { Listeners = [new SipListener { Bind = _local, Transport = this }], Timers = timers, Limits = SipLimits.Default with { MaxTransactions = MaxTransactions } }, this);
        _stack.Start();
    }

    public string Name => "stack";

    public IReadOnlyList<string> Words => SipSamples.Words;

    public SipTransportKind Kind => SipTransportKind.Udp;

    public IPEndPoint LocalEndPoint => _local;

    public int ConnectionCount => 0;

    public IEnumerable<byte[]> Seeds(FuzzRandom random) => SipSamples.Messages(random);

    public void Feed(ReadOnlyMemory<byte> input)
    {
        _sink!.Deliver(input.Span, new SipFlow(SipTransportKind.Udp, _peer));
        _stack.DrainAsync().GetAwaiter().GetResult();
        BrokenPromiseException.Unless(_stack.TransactionCount <= 2 * MaxTransactions, "transactions stay within their limit");
        if (Interlocked.Exchange(ref _fault, null) is { } fault) throw new InvalidOperationException(fault.ToString(), fault);
    }

    public void Start(ISipTransportSink sink) => _sink = sink;

    public bool IsAlive(SipFlow flow) => true;

    public bool TrySend(ReadOnlyMemory<byte> message, SipFlow flow, out SipFlow taken)
    {
        taken = flow;
        // A stateless refusal copies what it was sent, so only that it is one message is asked of it.
        if (!_sent.TryParse(message, out var error) && error.Code is SipParseErrorCode.StartLine or SipParseErrorCode.Incomplete)
            _fault ??= new BrokenPromiseException($"what the stack sends is a message: {error.Code} at {error.Offset}");
        return true;
    }

    public void OnRequest(ServerTransaction transaction)
    {
        if (transaction.Request.Method == SipMethod.Invite) transaction.Respond(SipStatus.Ringing);
        var response = transaction.CreateResponse(transaction.Request.Uri.IsSip ? SipStatus.Ok : SipStatus.UnsupportedUriScheme);
        response.Contact = _stack.Contact("x");
        transaction.Respond(response);
    }

    public void OnCancel(ServerTransaction invite) => invite.Respond(SipStatus.RequestTerminated);

    public void OnAck(SipRequest ack, SipFlow flow) { }

    public void OnAckTimeout(ServerTransaction invite) { }

    public void OnTransportError(ServerTransaction transaction) { }

    public void OnMalformed(SipFlow source, SipParseError error) { }

    public void OnFault(Exception exception) => _fault ??= exception;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
