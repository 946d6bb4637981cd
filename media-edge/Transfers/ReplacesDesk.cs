using SmartPbx.MediaEdge.Calls;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Transfers;

/// <summary>
/// An INVITE that wants the place of a leg (RFC 3891 §3), once its sender is known: finds the call, which then answers it. It is no call of
/// its own: it needs no room and gets no record, but is a leg of the call it joins. Runs on the SIP loop.
/// </summary>
internal sealed class ReplacesDesk(CallRegistry registry)
{
    /// <summary>False: the INVITE asks for nothing of the kind.</summary>
    public bool TryHandle(ServerTransaction invite, IncomingCaller caller)
    {
        var values = invite.Request.Headers.All("Replaces");
        if (values.Count == 0) return false;
        if (values is not [var text] || !Replaces.TryParse(text, out var replaces)) invite.Respond(SipStatus.BadRequest); // §3: one at most
        else if (registry.Find(replaces.CallId, replaces.ToTag) is { } found) Ask(found.Call, invite, replaces, caller);
        else if (registry.WasHere(replaces.CallId, replaces.ToTag, caller.Tenant.Tenant.TenantId)) invite.Respond(SipStatus.Decline); // §3: it is over
        else invite.Respond(SipStatus.CallOrTransactionDoesNotExist);
        return true;
    }

    // A dialog of another tenant does not exist.
    private static void Ask(Call call, ServerTransaction invite, Replaces replaces, IncomingCaller caller)
    {
        if (call.Tenant != caller.Tenant.Tenant.TenantId || !call.TryPost(new CallInput.TakeOver(invite, replaces, caller)))
            invite.Respond(SipStatus.CallOrTransactionDoesNotExist);
    }
}
