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
        var parameters = via.Parameters;
        if (wantsPort)
            parameters = parameters.With("rport", source.Port.ToString(CultureInfo.InvariantCulture));
        if (wantsPort || via.Host != source.Address.ToString())
            parameters = parameters.With("received", source.Address.ToString());
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
        const int DefaultPort = 5060;
        return requestFlow with { Remote = new IPEndPoint(requestFlow.Remote.Address, via.Port ?? DefaultPort) };
    }
}
