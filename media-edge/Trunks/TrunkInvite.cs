using SmartPbx.MediaEdge.Directory;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.Sip;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;

namespace SmartPbx.MediaEdge.Trunks;

/// <summary>Composes the INVITE of a leg B to a carrier: a dialog of our own, with the identity that the trunk's rule gives (RFC 3323, 3325).</summary>
internal static class TrunkInvite
{
    private const int DefaultMaxForwards = 70;

    /// <summary>What the caller's own INVITE may carry past us: signed by others, or of no harm (RFC 8224 §4: the Identity of a call is not ours to drop).</summary>
    private static readonly string[] PassedOn = ["Identity", "User-to-User"];

    /// <summary>A signature over another caller and another number would be a false one (RFC 8224 §6.2).</summary>
    private static readonly string[] PassedOnAlways = ["User-to-User"];

    public static SipRequest Create(SipRequest callerInvite, TrunkWay way, TenantDirectory tenant, SdpSession offer, SipStack stack)
    {
        var (state, leg) = (way.State, way.Leg);
        var domain = state.Trunk.Domain ?? way.Target.Uri.Host;
        var caller = Preferred(callerInvite, way, tenant) ?? leg.Caller.Number ?? "anonymous";
        var isDialled = leg.SentOn == SentOn.Dialled; // else the INVITE is of somebody whom the caller of this leg sends on
        // A phone asks for privacy by header (RFC 3323 §4.2) or by an anonymous From (§4.1.1.3).
        var isAnonymous = leg.Caller.IsAnonymous || (!leg.IsEmergency && isDialled && (WantsPrivacy(callerInvite) || callerInvite.From.Uri.User == "anonymous"));
        var invite = new SipRequest(SipMethod.Invite, Uri(way.Target.Uri, leg.Number))
        {
            From = From(leg.Caller, caller, domain, isAnonymous).WithTag(SipTokens.Random.NewTag()),
            To = new NameAddr(new SipUri { User = leg.Number, Host = way.Target.Uri.Host }),
            CallId = SipTokens.Random.NewCallId(),
            CSeq = new CSeq(1, SipMethod.Invite),
            Contact = stack.Contact(state.ContactUser ?? (isAnonymous ? null : caller), way.Flow, isSecure: way.Target.Uri.Scheme == "sips"),
            MaxForwards = (callerInvite.MaxForwards ?? DefaultMaxForwards) - 1, // so that a loop through other PBXs ends
            Credentials = state.Credentials,
        };
        invite.Headers.Set("Allow", LegMessages.Allow);
        if (leg.Caller.AssertsIdentity && leg.Caller.Number is not null)
            invite.Headers.Add("P-Asserted-Identity", new NameAddr(new SipUri { User = caller, Host = domain }) { DisplayName = leg.Caller.Name }.ToString());
        if (isAnonymous) invite.Headers.Set("Privacy", "id");
        if (!isAnonymous && SentOnBy(leg, caller, domain) is var (name, value)) invite.Headers.Add(name, value);
        foreach (var header in isDialled ? PassedOn : PassedOnAlways)
            foreach (var text in callerInvite.Headers.All(header))
                invite.Headers.Add(header, text);
        invite.SetBody(SdpSession.ContentType, offer.ToBytes());
        return invite;
    }

    /// <summary>The number at the target: its host, port and transport, nothing else of its URI.</summary>
    public static SipUri Uri(SipUri target, string number) => target with
    {
        User = number, Parameters = target.Parameters["transport"] is { } transport ? new SipParameters(new SipParameter("transport", transport)) : SipParameters.Empty,
    };

    private static NameAddr From(CallerIdentity identity, string number, string domain, bool isAnonymous) => isAnonymous
        ? new NameAddr(new SipUri { User = "anonymous", Host = "anonymous.invalid" }) { DisplayName = "Anonymous" } // RFC 3323 §4.1.1.3
        : new NameAddr(new SipUri { User = number, Host = domain }) { DisplayName = identity.Name };

    // Who is the reason that it comes, by a number that the outside knows: RFC 3892 §2.1 for a transfer, RFC 5806 §3 for a forward.
    private static (string Name, string Value)? SentOnBy(OutboundLeg leg, string caller, string domain) => leg.SentOn switch
    {
        SentOn.Transferred => ("Referred-By", $"<{new SipUri { User = caller, Host = domain }}>"),
        SentOn.Forwarded => ("Diversion", $"<{new SipUri { User = caller, Host = domain }}>;reason=deflection;counter=1"),
        _ => null,
    };

    // RFC 3325 §6: the phone's wish counts when the number is one of its tenant's.
    private static string? Preferred(SipRequest callerInvite, TrunkWay way, TenantDirectory tenant)
    {
        if (!way.Leg.Caller.MayPrefer || way.Leg.SentOn != SentOn.Dialled || callerInvite.Headers["P-Preferred-Identity"] is not { } text || !NameAddr.TryParse(text, out var preferred)) return null;
        var number = preferred.Uri.IsSip ? preferred.Uri.User : preferred.Uri.Opaque;
        return number is not null && tenant.Numbers.ContainsKey(DialledNumber.Normalise(number)) ? CallerIdentity.Format(tenant.DialPlan, way.State.Trunk, number) : null;
    }

    private static bool WantsPrivacy(SipRequest invite) => invite.Headers["Privacy"] is { } text
        && text.Split([';', ','], StringSplitOptions.TrimEntries).Any(value => value is "id" or "header" or "user");
}
