using SmartPbx.MediaEdge.Calls;
using SmartPbx.MediaEdge.Directory;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.MediaEdge.Registrar;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;

namespace SmartPbx.MediaEdge.Supervision;

/// <summary>The INVITE that rings a supervisor's phone: its display says which call it is, its number is none that could be called back.</summary>
internal static class SupervisorInvite
{
    /// <summary>User part of From.</summary>
    public const string User = "supervision";

    public static SipRequest Create(CallServices services, LiveCall state, TenantDirectory tenant, string extension, Binding binding, SdpSession offer)
    {
        var address = new CalleeAddress(User, extension, tenant, ByTrunk: false) { DisplayName = $"Listen in: {state.Cdr.Caller} - {state.Cdr.Callee}" };
        var invite = CalleeInvite.Create(state.Caller.Invite.Request, binding, address, offer, services.Sip);
        invite.Headers.Remove("Supported"); // a plain leg: neither reliable provisionals nor a session timer of ours
        return invite;
    }
}
