using System.Net;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Resolution;

/// <summary>URIs that name an address need no DNS (RFC 3263 §4.1, §4.2).</summary>
public static class NumericNextHop
{
    /// <summary>The flow to a URI whose host is an address; <c>false</c> for names and for transports that we have not.</summary>
    public static bool TryGetFlow(SipUri uri, out SipFlow flow)
    {
        flow = default;
        if (!TransportParameter.TryRead(uri, out var kind) || !IPAddress.TryParse(Target(uri), out var address))
            return false;
        // "If the TARGET is a numeric IP address … UDP for a SIP URI, TCP [under TLS] for a SIPS URI" (§4.1).
        var chosen = kind ?? (uri.Scheme == "sips" ? SipTransportKind.Tls : SipTransportKind.Udp);
        flow = new SipFlow(chosen, new IPEndPoint(address, uri.Port ?? chosen.DefaultPort()));
        return true;
    }

    /// <summary>"TARGET is set to the value of the maddr parameter, if present, otherwise the host" (§4).</summary>
    internal static string Target(SipUri uri) => uri.Parameters["maddr"] ?? uri.Host;
}
