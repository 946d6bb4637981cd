using System.Net;
using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Transport;

/// <summary>Marks what one of several like listeners receives, so that answers and all that follows leave by the same one.</summary>
internal sealed class ListenerSink(ISipTransportSink inner, ISipTransport transport) : ISipTransportSink
{
    private IPEndPoint? _local;

    /// <summary>The bound address, made once: it stands in every flow.</summary>
    public IPEndPoint Local => _local ??= transport.LocalEndPoint;

    public bool Deliver(ReadOnlySpan<byte> message, SipFlow flow) => inner.Deliver(message, flow with { Local = Local });

    public bool DeliverFirst(ReadOnlySpan<byte> message, SipFlow flow) => inner.DeliverFirst(message, flow with { Local = Local });

    public bool Continue() => inner.Continue();

    public void Refuse(ReadOnlySpan<byte> message, SipParseErrorCode error, SipFlow flow) => inner.Refuse(message, error, flow with { Local = Local });

    public void Lose(SipFlow flow) => inner.Lose(flow with { Local = Local });

    public bool IsKnown(IPAddress address) => inner.IsKnown(address);

    public void Fault(Exception exception) => inner.Fault(exception);
}
