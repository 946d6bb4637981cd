using System.Globalization;
using SmartPbx.MediaEdge.Calls;
using SmartPbx.MediaEdge.Directory;
using SmartPbx.MediaEdge.Routing;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>
/// Where the phones of one ringing redirect to (3xx): call forward set in the phone. A Contact is dialled as a number of the tenant and nothing
/// else, each number once, and only so many of them: a phone that forwards to itself, or two to one another, end here.
/// </summary>
internal sealed class Redirections(CallServices services, LiveCall state)
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

    /// <summary>What to ring instead, the best Contact first (RFC 3261 §8.1.3.4: by q); empty: nothing.</summary>
    public async Task<IReadOnlyList<RingStep>> RouteAsync(CalleeFork fork, SipResponse redirect)
    {
        _tried.Add(DialledNumber.Normalise(fork.Party));
        var steps = new List<RingStep>();
        foreach (var contact in redirect.Contacts.Take(MaxContacts).OrderByDescending(Preference))
        {
            if (Dialled(contact.Uri) is not { } dialled || _count >= MaxRedirections || !_tried.Add(DialledNumber.Normalise(dialled))) continue;
            _count++;
            if (await services.Router.RouteAsync(state.From.Tenant, dialled, CancellationToken.None) is { } route) steps.AddRange(route.Steps);
        }
        return steps;
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

    private string? Dialled(SipUri uri) =>
        uri is { IsSip: false, Scheme: "tel" } ? uri.Opaque!.Split(';')[0]
        : uri.IsSip && uri.User is { Length: > 0 } user && OwnHosts.IsOurs(uri.Host, services, state) ? user : null;
}
