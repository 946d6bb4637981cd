using System.Net;

namespace SmartPbx.Sip.Transport;

/// <summary>Moves whole messages. Stream transports frame them before delivery. The stack owns and disposes it.</summary>
public interface ISipTransport : IAsyncDisposable
{
    SipTransportKind Kind { get; }

    /// <summary>Valid after <see cref="Start"/>.</summary>
    IPEndPoint LocalEndPoint { get; }

    /// <summary>Binds and delivers every received message to the sink, from any thread.</summary>
    void Start(ISipTransportSink sink);

    /// <summary>
    /// Hands the message to the network without blocking; <c>false</c> is a transport error. <paramref name="taken"/> is the flow that
    /// carries it, with the id of its connection; if that breaks later, or never comes to be, <see cref="ISipTransportSink.Lose"/> says so.
    /// Called by the loop only.
    /// </summary>
    bool TrySend(ReadOnlyMemory<byte> message, SipFlow flow, out SipFlow taken);

    /// <summary>Whether a message for this very connection could leave. Over UDP always. Thread-safe.</summary>
    bool IsAlive(SipFlow flow);
}
