using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Resolution;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>Where an in-dialog request of ours goes.</summary>
internal static class LegAddress
{
    /// <summary>
    /// By the book it is the first route or the remote target (RFC 3261 §12.2.1.1). A phone behind a NAT names an address there that
    /// nobody reaches: without routes, and unless the target lies at the very host the packets come from, they go back where they came from.
    /// A connection that the peer opened is the way back as long as the peer is its own next hop (RFC 5923 §5, RFC 7118 §5).
    /// </summary>
    public static SipFlow? Of(Dialog dialog)
    {
        SipFlow? named = NumericNextHop.TryGetFlow(dialog.NextHop, out var target) ? target : null;
        if (dialog.Peer is not { } peer) return named;
        var isSameHost = named is { } hop && hop.Remote.Address.Equals(peer.Remote.Address);
        if (peer.ConnectionId != 0 && (isSameHost || dialog.State.RouteSet.Count == 0)) return peer;
        var trustsName = dialog.State.RouteSet.Count > 0 || isSameHost;
        return trustsName && named is { } next ? next with { Local = peer.Local } : peer; // from the listener that the dialog came by
    }
}
