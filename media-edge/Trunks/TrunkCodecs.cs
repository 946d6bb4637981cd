using SmartPbx.MediaEdge.Routing;
using SmartPbx.Sip.Sdp;

namespace SmartPbx.MediaEdge.Trunks;

/// <summary>Which of our codecs a carrier may be offered.</summary>
internal static class TrunkCodecs
{
    /// <summary>
    /// What every trunk of the route allows, in our order; all of it when nothing would be left, so that the carrier decides. One offer serves all
    /// ways, because a way that fails has answered nothing.
    /// </summary>
    public static IReadOnlyList<SdpCodec> Allowed(CallRoute route, IReadOnlyList<SdpCodec> codecs)
    {
        var trunks = route.Destinations.OfType<CallDestination.Line>().SelectMany(line => line.Ways).Select(way => way.State.Trunk).Where(t => t.Codecs.Count > 0).ToList();
        if (trunks.Count == 0) return codecs;
        var allowed = codecs.Where(c => c.IsTelephoneEvent || trunks.All(t => t.Codecs.Contains(c.Name, StringComparer.OrdinalIgnoreCase))).ToList();
        return allowed.Exists(c => !c.IsTelephoneEvent) ? allowed : codecs;
    }
}
