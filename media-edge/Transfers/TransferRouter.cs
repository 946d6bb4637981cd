using SmartPbx.MediaEdge.Calls;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.MediaEdge.Routing;
using SmartPbx.MediaEdge.Trunks;

namespace SmartPbx.MediaEdge.Transfers;

/// <summary>
/// Where a transfer leads: inside as if its target had been dialled; else outside by the rules of the phone that transfers, which answers for it to the
/// toll-fraud guard. A carrier's leg sends nobody outside.
/// </summary>
internal sealed class TransferRouter(CallServices services, LiveCall state, OutboundPermit outbound)
{
    /// <summary>The route; null transferor: the voice agent, who only knows the inside.</summary>
    public async ValueTask<RouteDecision> RouteAsync(ConnectedLeg? transferor, string dialled)
    {
        var tenant = state.From.Tenant;
        var phone = transferor is { Trunk: null } ? tenant.Extensions.GetValueOrDefault(transferor.Party) : null;
        var decision = await services.Router.RouteOnAsync(tenant, phone, dialled, SentOn.Transferred, CancellationToken.None);
        if (phone is null || decision is not RouteDecision.To to) return decision;
        return outbound.AdmitLeg(to.Route, phone.Number) is { } blocked ? new RouteDecision.Refused(blocked) : decision;
    }
}
