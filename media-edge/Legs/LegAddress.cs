using System.Net;
using SmartPbx.Sip.Dialogs;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>Where an in-dialog request of ours goes.</summary>
internal static class LegAddress
{
    /// <summary>
    /// By the book it is the first route or the remote target (RFC 3261 §12.2.1.1). A phone behind a NAT names an address there that
    /// nobody reaches: without routes, and unless the target lies at the very host the packets come from, they go back where they came from.
    /// </summary>
    public static IPEndPoint? Of(Dialog dialog)
    {
        var named = dialog.NextHop.TryGetEndPoint(out var target) ? target : null;
        if (dialog.Peer is not { } peer) return named;
        var trustsName = dialog.State.RouteSet.Count > 0 || (named is not null && named.Address.Equals(peer.Address));
        return trustsName ? named ?? peer : peer;
    }
}
