using System.Net;
using System.Net.Sockets;
using SmartPbx.MediaEdge.Configuration;
using SmartPbx.MediaEdge.Routing;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>The addresses that descriptions name for our media, one for each address family that the edge has.</summary>
/// <param name="First">That of <c>Edge:Rtp</c>.</param>
/// <param name="Other">That of <c>Edge:Rtp:Ipv6</c>, in the other family; null: none.</param>
internal sealed record MediaAddresses(IPAddress First, IPAddress? Other = null)
{
    public static MediaAddresses Of(EdgeOptions options) => new(options.RtpAdvertisedAddress, options.RtpOtherAdvertisedAddress);

    /// <summary>The address in this family; null: the edge has no media there.</summary>
    public IPAddress? In(AddressFamily family) =>
        family == First.AddressFamily ? First : family == Other?.AddressFamily ? Other : null;

    /// <summary>The address in the family that is not this one; null: the edge has no media there.</summary>
    public IPAddress? Beside(AddressFamily family) => family == First.AddressFamily ? Other : First;

    /// <summary>The family in which the first thing to be rung is reached; null: nothing says so.</summary>
    public static AddressFamily? WayTo(CallRoute route) => route.Steps.SelectMany(step => step.Targets).Select(target => target.Destination).FirstOrDefault() switch
    {
        CallDestination.Phone phone => phone.Binding.Source.Remote.AddressFamily,
        CallDestination.Line { Ways: [var way, ..] } => way.Flow.Remote.AddressFamily,
        _ => null,
    };
}
