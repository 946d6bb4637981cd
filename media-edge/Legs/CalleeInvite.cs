using SmartPbx.MediaEdge.Registrar;
using SmartPbx.Sip;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>Composes the INVITE of leg B: an own dialog (RFC 7092), with what must cross the B2BUA taken from leg A (SIP-10).</summary>
internal static class CalleeInvite
{
    /// <summary>Headers of a trunk that the callee's phone may see. A phone's own claims do not pass.</summary>
    private static readonly string[] FromTrunks = ["P-Asserted-Identity", "Privacy", "Diversion", "History-Info", "Identity"];

    private const int DefaultMaxForwards = 70;

    public static SipRequest Create(SipRequest callerInvite, Binding binding, CalleeAddress address, SdpSession offer, SipStack stack)
    {
        var invite = new SipRequest(SipMethod.Invite, binding.Contact.Uri)
        {
            From = new NameAddr(new SipUri { User = address.Caller, Host = address.Domain }) { DisplayName = callerInvite.From.DisplayName }
                .WithTag(SipTokens.Random.NewTag()),
            To = new NameAddr(new SipUri { User = address.Extension, Host = address.Domain }),
            CallId = SipTokens.Random.NewCallId(),
            CSeq = new CSeq(1, SipMethod.Invite),
            Contact = stack.Contact(address.Extension, binding.Source),
            MaxForwards = (callerInvite.MaxForwards ?? DefaultMaxForwards) - 1, // so that a loop through other PBXs ends
        };
        invite.Headers.Set("Allow", LegMessages.Allow);
        if (address.ByTrunk)
            foreach (var header in FromTrunks)
                foreach (var value in callerInvite.Headers.All(header))
                    invite.Headers.Add(header, value);
        invite.SetBody(SdpSession.ContentType, offer.ToBytes());
        return invite;
    }
}
