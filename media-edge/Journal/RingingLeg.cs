using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Journal;

/// <summary>An INVITE of ours that has no final answer yet: what its CANCEL must repeat (RFC 3261 §9.1), and a late answer's ACK and BYE need.</summary>
public sealed record RingingLeg
{
    public required string Uri { get; init; }

    /// <summary>With the branch that the phone knows.</summary>
    public required string Via { get; init; }
    public required string From { get; init; }
    public required string To { get; init; }
    public required string CallId { get; init; }
    public required uint CSeq { get; init; }
    public string? Contact { get; init; }
    public IReadOnlyList<string> Routes { get; init; } = [];

    /// <summary>Where the INVITE went, as <see cref="SipFlow"/> writes it.</summary>
    public required string Flow { get; init; }

    /// <summary>Of an INVITE as it was sent.</summary>
    public static RingingLeg Of(SipRequest invite, SipFlow flow) => new()
    {
        Uri = invite.Uri.ToString(), Via = invite.TopVia!.ToString(), From = invite.From.ToString(), To = invite.To.ToString(), CallId = invite.CallId,
        CSeq = invite.CSeq.Number, Contact = invite.Contact?.ToString(), Routes = [.. invite.Routes.Select(route => route.ToString())], Flow = flow.ToString(),
    };

    /// <summary>The INVITE, without what only its first sending needed; null when the journal is of another time.</summary>
    public SipRequest? ToInvite(out SipFlow flow)
    {
        if (!SipFlow.TryParse(Flow, out flow) || !SipUri.TryParse(Uri, out var uri)) return null;
        var invite = new SipRequest(SipMethod.Invite, uri)
        {
            From = NameAddr.Parse(From), To = NameAddr.Parse(To), CallId = CallId, CSeq = new CSeq(CSeq, SipMethod.Invite),
            Contact = Contact is null ? null : NameAddr.Parse(Contact),
        };
        invite.Headers.Add("Via", Via);
        foreach (var route in Routes) invite.Headers.Add("Route", route);
        return invite;
    }
}
