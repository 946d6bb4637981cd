using System.Net;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Tests.Faults;

/// <summary>SIP over UDP whose n-th send is a transport error.</summary>
internal sealed class FaultyTransport(IPEndPoint bind, NthFault fault) : ISipTransport
{
    private readonly UdpTransport _udp = new(bind);

    public SipTransportKind Kind => _udp.Kind;

    public IPEndPoint LocalEndPoint => _udp.LocalEndPoint;

    public int ConnectionCount => 0;

    public void Start(ISipTransportSink sink) => _udp.Start(sink);

    public bool IsAlive(SipFlow flow) => true;

    public bool TrySend(ReadOnlyMemory<byte> message, SipFlow flow, out SipFlow taken)
    {
        taken = flow;
        return !fault.Strikes() && _udp.TrySend(message, flow, out taken);
    }

    public ValueTask DisposeAsync() => _udp.DisposeAsync();
}
