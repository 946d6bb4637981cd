using System.Net;
using System.Text;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Tests.Kit;

/// <summary>Datagrams between endpoints in one process; a filter decides which are lost. Remembers everything sent.</summary>
internal sealed class MemoryNetwork
{
    private readonly Dictionary<IPEndPoint, ISipTransportSink> _sinks = [];
    private readonly List<SentMessage> _sent = [];

    /// <summary><c>true</c> drops the datagram. Called for each, in order.</summary>
    public Func<SentMessage, bool> IsLost { get; set; } = _ => false;

    /// <summary>Makes every send from here fail.</summary>
    public IPEndPoint? Broken { get; set; }

    public IReadOnlyList<SentMessage> Sent
    {
        get
        {
            lock (_sent)
                return [.. _sent];
        }
    }

    /// <summary>Start lines sent by one endpoint, in order: method or status.</summary>
    public IReadOnlyList<string> LinesFrom(IPEndPoint source) =>
        [.. Sent.Where(message => message.Source.Equals(source)).Select(message => message.Kind)];

    public ISipTransport CreateTransport(IPEndPoint local, SipTransportKind kind = SipTransportKind.Udp) => new Transport(this, local, kind);

    /// <summary>Delivers raw bytes as if they came from somewhere.</summary>
    public void Inject(IPEndPoint source, IPEndPoint destination, string message) =>
        _sinks[destination].Deliver(Encoding.UTF8.GetBytes(message), new SipFlow(SipTransportKind.Udp, source));

    private bool Send(IPEndPoint source, SipFlow flow, ReadOnlySpan<byte> message)
    {
        if (source.Equals(Broken))
            return false;
        var sent = new SentMessage(source, flow.Remote, Encoding.UTF8.GetString(message));
        lock (_sent)
            _sent.Add(sent);
        if (!IsLost(sent) && _sinks.TryGetValue(flow.Remote, out var sink))
            sink.Deliver(message, flow with { Remote = source });
        return true;
    }

    private sealed class Transport(MemoryNetwork network, IPEndPoint local, SipTransportKind kind) : ISipTransport
    {
        public SipTransportKind Kind => kind;

        public IPEndPoint LocalEndPoint => local;

        public void Start(ISipTransportSink sink) => network._sinks[local] = sink;

        public bool TrySend(ReadOnlyMemory<byte> message, SipFlow flow, out SipFlow taken)
        {
            taken = flow;
            return network.Send(local, flow, message.Span);
        }

        public bool IsAlive(SipFlow flow) => true;

        public ValueTask DisposeAsync()
        {
            network._sinks.Remove(local);
            return ValueTask.CompletedTask;
        }
    }
}
