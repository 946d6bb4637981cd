using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Identity;
using SmartPbx.MediaEdge.Admission;
using SmartPbx.MediaEdge.Cdr;
using SmartPbx.MediaEdge.Directory;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.MediaEdge.Registrar;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>
/// The way of an INVITE that begins a call, from top to bottom. Identify, Authenticate and Admit run on the SIP loop, in memory, so that a
/// flood costs no task; Route, Negotiate, Start media and Answer are the first thing in the call's own mailbox.
/// </summary>
internal sealed class InviteDesk(CallServices services, DirectoryService directory, PhoneAuthenticator phones, BindingTable bindings, CallAdmission admission)
{
    /// <summary>An INVITE outside any dialog.</summary>
    public void Accept(ServerTransaction invite)
    {
        if (!IsWellFormed(invite)) return;
        if (!Identify(invite, out var trunk, out var tenant)) return;
        if (!Authenticate(invite, trunk, tenant, out var caller)) return;
        if (!Admit(invite, caller, out var call)) return;

        call.TryPost(new CallInput.Begin(async () =>
        {
            if (!await call.RouteAsync()) return;
            if (!call.Negotiate()) return;
            if (!call.StartMedia()) return;
            call.Answer();
        }));
    }

    // Policy that comes before everything (RFC 3261 §8.2.2): scheme, extensions that we lack, hops used up. Copies of a request the stack refuses.
    private static bool IsWellFormed(ServerTransaction invite)
    {
        var request = invite.Request;
        if (!request.Uri.IsSip)
        {
            invite.Respond(SipStatus.UnsupportedUriScheme);
            return false;
        }
        if (request.Headers["Require"] is { Length: > 0 } required)
        {
            var response = invite.CreateResponse(SipStatus.BadExtension);
            response.Headers.Set("Unsupported", required);
            invite.Respond(response);
            return false;
        }
        if (request.MaxForwards is not 0) return true;
        invite.Respond(LegMessages.Refusal(invite, CallOutcome.LoopDetected));
        return false;
    }

    // Identify: a trunk by its address, else the tenant whose phone this claims to be. Strangers get 403; most never come past the gate.
    private bool Identify(ServerTransaction invite, out Trunk? trunk, out TenantDirectory tenant)
    {
        var snapshot = directory.Current;
        var dialled = DialledNumber.Normalise(invite.Request.Uri.User ?? "");
        var trunks = snapshot.TrunksFrom(invite.Flow.Remote.Address);
        trunk = trunks.FirstOrDefault(t => snapshot.Tenant(t.TenantId) is { } owner && Knows(owner, dialled)) ?? (trunks.Count > 0 ? trunks[0] : null);
        if (trunk is not null)
        {
            tenant = snapshot.Tenant(trunk.TenantId)!;
            return true;
        }
        tenant = phones.TenantOf(invite.Request)!;
        if (tenant is not null && bindings.HasSource(invite.Flow.Remote.Address)) return true;
        invite.Respond(SipStatus.Forbidden);
        return false;
    }

    // Authenticate: a trunk is its address; a phone proves its password and may then call for its own tenant only.
    private bool Authenticate(ServerTransaction invite, Trunk? trunk, TenantDirectory tenant, out IncomingCaller caller)
    {
        caller = null!;
        if (trunk is not null)
        {
            caller = new IncomingCaller(tenant, trunk, invite.Request.From.Uri.User ?? "anonymous");
            return true;
        }
        if (!PhoneAuthenticator.HasCredentials(invite.Request) && !admission.TryTakeUnknown(invite.Flow.Remote.Address))
        {
            invite.Respond(LegMessages.Refusal(invite, CallOutcome.Overloaded));
            return false;
        }
        if (phones.Authenticate(invite, tenant) is not { } phone) return false;
        caller = new IncomingCaller(phone.Tenant, null, phone.Extension.Number);
        return true;
    }

    // Admit: from here on the INVITE belongs to a tenant and gets its CDR, whatever becomes of it.
    private bool Admit(ServerTransaction invite, IncomingCaller caller, out Call call)
    {
        call = null!;
        var draft = new CdrDraft
        {
            CallId = new CallId($"{services.Options.EdgeId}-{services.Ids.NewId()}"), TenantId = caller.Tenant.Tenant.TenantId, EdgeId = services.Options.EdgeId,
            Caller = caller.Number, Callee = invite.Request.Uri.User ?? "", StartedAt = services.Clock.GetUtcNow(),
        };
        if (admission.TryAdmit(caller.Trunk, out var ticket) is { } refused)
        {
            invite.Respond(LegMessages.Refusal(invite, refused));
            var record = draft.Complete(refused, services.Clock.GetUtcNow());
            services.Registry.Watch(Task.Run(() => services.Records.CloseAsync(record, 1)));
            return false;
        }
        call = Open(invite, caller, draft, ticket);
        return true;
    }

    private Call Open(ServerTransaction invite, IncomingCaller caller, CdrDraft draft, IDisposable ticket)
    {
        var mailbox = new CallMailbox();
        var call = new Call(services, new LiveCall
        {
            From = caller, Cdr = draft, Trace = CallTrace.Begin(draft.TenantId, draft.CallId), Mailbox = mailbox, Timers = new CallTimers(mailbox, services.Clock),
            Caller = new CallerLeg(invite, services.Sip), Callee = new CalleeLeg(services.Sip, mailbox, services.Clock),
            Media = new CallMedia(services, draft.CallId, mailbox),
            Events = new CallEvents(draft.TenantId, draft.CallId, draft.EdgeId, services.Events, services.RealTime, services.Clock),
        }, ticket);
        services.Registry.Add(call, invite.Flow.Remote.Address);
        services.Registry.AddDialog(call, LegSide.Caller, invite.Request.CallId, invite.LocalTag);
        services.Registry.Watch(Task.Run(async () =>
        {
            await call.RunAsync();
            services.Registry.Remove(call, invite.Flow.Remote.Address);
        }));
        services.Logger.LogInformation("call {Call} of tenant {Tenant} admitted", draft.CallId, draft.TenantId);
        return call;
    }

    private static bool Knows(TenantDirectory tenant, string dialled) => tenant.Numbers.ContainsKey(dialled) || tenant.Extensions.ContainsKey(dialled);
}
