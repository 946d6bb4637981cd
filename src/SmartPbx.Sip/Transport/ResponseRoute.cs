using System.Globalization;
using System.Net;
using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Transport;

/// <summary>Where responses go (RFC 3261 §18.2, RFC 3581 §4). Pure.</summary>
internal static class ResponseRoute
{
    /// <summary>
    /// The top Via as the server completes it: <c>received</c> when the packet came from another address than it says or rport is
    /// asked for, <c>rport</c> filled in when present.
    /// </summary>
    public static Via Complete(Via via, IPEndPoint source)
    {
        bool wantsPort = via.Parameters.Has("rport");
        if (!wantsPort && SipHost.Names(via.Host, source.Address))
            return via;
        var parameters = via.Parameters.With("received", SipHost.Write(source.Address));
        if (wantsPort)
            parameters = parameters.With("rport", source.Port.ToString(CultureInfo.InvariantCulture));
        return via with { Parameters = parameters };
    }

    /// <summary>
    /// The flow of the response. Over UDP always to the address the request came from: maddr is ignored on purpose, as it would
    /// make us send to whomever a stranger names. Its port is the source port with rport, else that of sent-by.
    /// </summary>
    public static SipFlow For(Via via, SipFlow requestFlow)
    {
        if (requestFlow.Kind.IsReliable() || via.Parameters.Has("rport"))
            return requestFlow;
        return requestFlow with { Remote = new IPEndPoint(requestFlow.Remote.Address, via.Port ?? requestFlow.Kind.DefaultPort()) };
    }

    /// <summary>
    /// Where a response goes when the connection of its request is lost: to the port of sent-by at the address the request came from (RFC 3261
    /// §18.2.2). <c>null</c> for UDP, and for WebSocket clients, which nobody can connect to (RFC 7118 §5).
    /// </summary>
    public static SipFlow? AfterLoss(Via via, SipFlow requestFlow) => requestFlow.Kind is SipTransportKind.Tcp or SipTransportKind.Tls
        ? new SipFlow(requestFlow.Kind, new IPEndPoint(requestFlow.Remote.Address, via.Port ?? requestFlow.Kind.DefaultPort())) { Local = requestFlow.Local }
        : null;
}
