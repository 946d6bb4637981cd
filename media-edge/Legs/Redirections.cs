using System.Globalization;
using SmartPbx.MediaEdge.Calls;
using SmartPbx.MediaEdge.Directory;
using SmartPbx.MediaEdge.Routing;
using SmartPbx.MediaEdge.Trunks;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>
/// Where the phones of one ringing redirect to (3xx): call forward set in the phone. A Contact is dialled as a number of the tenant or, where the tenant lets
/// its phones forward outside, by the rules of the phone; each number once, and only so many of them: a phone that forwards to itself, or two to one another, end here.
/// </summary>
internal sealed class Redirections(CallServices services, LiveCall state, OutboundPermit outbound)
{
    /// <summary>Numbers that one ringing may be redirected to.</summary>
    public const int MaxRedirections = 5;

    /// <summary>Contacts of one 3xx that are looked at.</summary>
    public const int MaxContacts = 8;

    private readonly HashSet<string> _tried = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>A new ringing, of this number.</summary>
    public void Begin(string callee)
    {
        _tried.Clear();
        _tried.Add(DialledNumber.Normalise(callee));
        _count = 0;
    }

    /// <summary>
    /// What to ring instead, the best Contact first (RFC 3261 §8.1.3.4: by q), and the route by whose rule the voice agent answers when none of that does:
    /// a number that is the agent's own ends the list.
    /// </summary>
    public async Task<(IReadOnlyList<RingStep> Steps, CallRoute? AgentRoute)> RouteAsync(CalleeFork fork, SipResponse redirect)
    {
        _tried.Add(DialledNumber.Normalise(fork.Party));
        var steps = new List<RingStep>();
        CallRoute? agentRoute = null;
        foreach (var contact in redirect.Contacts.Take(MaxContacts).OrderByDescending(Preference))
        {
            if (_count >= MaxRedirections || Dialled(contact.Uri) is not { } dialled || !_tried.Add(DialledNumber.Normalise(dialled))) continue;
            _count++;
            if (await RouteAsync(fork, dialled) is not { } route) continue;
            steps.AddRange(route.Steps);
            if (route.MayAgentAnswer) agentRoute ??= route;
            if (route is { MayAgentAnswer: true, AgentReason: "direct" }) break;
        }
        return (steps, agentRoute);
    }

    // Outside it goes in the name of the phone that forwards, if the tenant lets phones do so, and one leg of a call at a time.
    private async ValueTask<CallRoute?> RouteAsync(CalleeFork fork, string dialled)
    {
        var tenant = state.From.Tenant;
        var by = tenant.DialPlan.PhonesForwardOutside && fork.Line is null ? tenant.Extensions.GetValueOrDefault(fork.Party) : null;
        var decision = await services.Router.RouteOnAsync(tenant, by, dialled, SentOn.Forwarded, CancellationToken.None);
        return decision is RouteDecision.To { Route: var route } && outbound.AdmitLeg(route, fork.Party) is null ? route : null;
    }

    /// <summary>The address of a redirected call: says who sent it on, and why (RFC 5806 §3, RFC 7044 §5).</summary>
    public CalleeAddress Address(CalleeAddress address, CalleeFork fork)
    {
        var by = new SipUri { User = fork.Party, Host = address.Domain };
        return address with
        {
            Diversion = $"<{by}>;reason=deflection;counter={_count.ToString(CultureInfo.InvariantCulture)}",
            HistoryInfo = $"<{by}?Reason=SIP%3Bcause%3D{fork.FinalStatus}>;index=1",
        };
    }

    // §20.10: a Contact without q is as good as 1.
    private static double Preference(NameAddr contact) =>
        double.TryParse(contact.Parameters["q"], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var q) ? Math.Clamp(q, 0, 1) : 1;

    private string? Dialled(SipUri uri)
    {
        if (uri.IsSip ? !OwnHosts.IsOurs(uri.Host, services, state) : uri.Scheme != "tel") return null;
        return DialString.TryRead(uri, state.From.Tenant.DialPlan, state.From.Tenant.Tenant.SipDomain, out var dialled) ? dialled : null;
    }
}
