using System.Net;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Identity;
using SmartPbx.MediaEdge.Admission;
using SmartPbx.MediaEdge.Cdr;
using SmartPbx.MediaEdge.Directory;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.MediaEdge.Registrar;
using SmartPbx.MediaEdge.Routing;
using SmartPbx.MediaEdge.Transfers;
using SmartPbx.MediaEdge.Trunks;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>
/// The way of an INVITE that begins a call, from top to bottom. Identify, Authenticate and Admit run on the SIP loop, in memory, so that a
/// flood costs no task; Route, Negotiate, Start media and Answer are the first thing in the call's own mailbox.
/// </summary>
internal sealed class InviteDesk(CallServices services, DirectoryService directory, PhoneAuthenticator phones, BindingTable bindings, CallAdmission admission,
    TrunkBoard board)
{
    private readonly ReplacesDesk _replaces = new(services.Registry);

    /// <summary>An INVITE outside any dialog.</summary>
    public void Accept(ServerTransaction invite)
    {
        if (!IsWellFormed(invite)) return;
        if (!Identify(invite, out var trunk, out var tenant)) return;
        if (!Authenticate(invite, trunk, tenant, out var caller)) return;
        if (_replaces.TryHandle(invite, caller)) return; // no call of its own (RFC 3891)
        if (!Admit(invite, caller, out var call)) return;

        call.TryHandle(new CallInput.Begin(async () =>
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
        if (!DialString.IsKnownScheme(request.Uri))
        {
            invite.Respond(SipStatus.UnsupportedUriScheme);
            return false;
        }
        if ((LegMessages.BadExtension(invite) ?? LegMessages.UnfitBody(invite) ?? LegSessions.Refusal(invite)) is { } refusal)
        {
            invite.Respond(refusal);
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
        var trunks = snapshot.TrunksFrom(invite.Flow.Remote.Address);
        if (trunks.Count == 0) trunks = board.RegisteredAt(invite.Flow.Remote.Address);
        trunk = trunks.FirstOrDefault(t => snapshot.Tenant(t.TenantId) is { } owner && Knows(owner, Dialled(invite.Request, owner, t))) ?? (trunks.Count > 0 ? trunks[0] : null);
        if (trunk is not null)
        {
            tenant = snapshot.Tenant(trunk.TenantId)!;
            return tenant is not null || Refuse(invite);
        }
        tenant = phones.TenantOf(invite.Request)!;
        if (tenant is not null && (bindings.HasSource(invite.Flow.Remote.Address) || tenant.Trunks.Values.Any(t => t is { Active: true, SignIn: not null }))) return true;
        return Refuse(invite);
    }

    private static bool Refuse(ServerTransaction invite)
    {
        invite.Respond(SipStatus.Forbidden);
        return false;
    }

    // Authenticate: a trunk is its address, or signs in, or both; a phone proves its password and may then call for its own tenant only.
    private bool Authenticate(ServerTransaction invite, Trunk? trunk, TenantDirectory tenant, out IncomingCaller caller)
    {
        caller = null!;
        if (trunk is { SignIn: null })
        {
            caller = ByTrunk(invite, tenant, trunk);
            return true;
        }
        if (!PhoneAuthenticator.HasCredentials(invite.Request) && !bindings.HasFlow(invite.Flow) && !admission.TryTakeUnknown(invite.Flow.Remote.Address))
        {
            invite.Respond(LegMessages.Refusal(invite, CallOutcome.Overloaded));
            return false;
        }
        if (trunk is not null || PhoneAuthenticator.IsOfTrunk(invite.Request, tenant))
        {
            if (phones.AuthenticateTrunk(invite, tenant, trunk) is not { } signedIn) return false;
            caller = ByTrunk(invite, tenant, signedIn);
            return true;
        }
        if (phones.Authenticate(invite, tenant) is not { } phone) return false;
        caller = new IncomingCaller(phone.Tenant, null, phone.Extension.Number, phone.Extension);
        return true;
    }

    private static IncomingCaller ByTrunk(ServerTransaction invite, TenantDirectory tenant, Trunk trunk) =>
        new(tenant, trunk, invite.Request.From.Uri is { IsSip: true, User: { } user } ? user : "anonymous");

    // Admit: from here on the INVITE belongs to a tenant and gets its CDR, whatever becomes of it.
    private bool Admit(ServerTransaction invite, IncomingCaller caller, out Call call)
    {
        call = null!;
        var draft = new CdrDraft
        {
            CallId = new CallId($"{services.Options.EdgeId}-{services.Ids.NewId()}"), TenantId = caller.Tenant.Tenant.TenantId, EdgeId = services.Options.EdgeId,
            Caller = caller.Number, Callee = Dialled(invite.Request, caller.Tenant, caller.Trunk), Trunk = caller.Trunk?.Name,
            Direction = caller.Trunk is null ? CallDirection.Internal : CallDirection.Inbound, StartedAt = services.Clock.GetUtcNow(),
        };
        var isEmergency = caller.Phone is not null && OutboundRouter.IsEmergency(caller.Tenant, draft.Callee);
        if (admission.TryAdmit(caller.Trunk, isEmergency, out var ticket) is { } refused)
        {
            invite.Respond(LegMessages.Refusal(invite, refused));
            var record = draft.Complete(refused, services.Clock.GetUtcNow());
            services.Metrics.CallEnded(record);
            services.Registry.Watch(Task.Run(() => services.Records.CloseAsync(services.Records.Write(record, sequence: 1))));
            return false;
        }
        call = Open(invite, caller, draft, ticket);
        return true;
    }

    private Call Open(ServerTransaction invite, IncomingCaller caller, CdrDraft draft, AdmissionTicket ticket)
    {
        var mailbox = new CallMailbox();
        var timers = new CallTimers(mailbox, services.Clock);
        var sessions = new LegSessions(services.Options.SessionExpires, timers);
        var call = new Call(services, new LiveCall
        {
            From = caller, Ticket = ticket, Cdr = draft, Trace = CallTrace.Begin(draft.TenantId, draft.CallId), Mailbox = mailbox, Timers = timers,
            Caller = CallerProgress.Open(invite, services, timers), Sessions = sessions,
            Callee = new CalleeLeg(services.Sip, mailbox, services.Clock) { WhenInviting = invitation => sessions.Ask(LegSide.Callee, invitation) },
            Media = new CallMedia(services, draft.CallId, mailbox),
            Events = new CallEvents(draft.TenantId, draft.CallId, draft.EdgeId, services.Events, services.RealTime, services.Clock),
        });
        services.Registry.Add(call, invite.Flow.Remote.Address);
        services.Registry.AddDialog(call, LegSide.Caller, invite.Request.CallId, invite.LocalTag);
        services.Logger.LogDebug("call {Call} of tenant {Tenant} admitted", draft.CallId, draft.TenantId);
        services.Registry.Watch(HoldAsync(call, invite.Flow.Remote.Address));
        return call;
    }

    private async Task HoldAsync(Call call, IPAddress peer)
    {
        await call.RunAsync();
        services.Registry.Remove(call, peer);
    }

    // A carrier with whom we registered may put our Contact into the Request-URI; the number is in To then (RFC 3261 §8.2.2.1).
    private string Dialled(SipRequest request, TenantDirectory tenant, Trunk? trunk)
    {
        var isContact = trunk is not null && request.Uri.User is { } user && user == board.Find(trunk.TenantId, trunk.Name)?.ContactUser;
        var uri = isContact ? request.To.Uri : request.Uri;
        return DialString.TryRead(uri, tenant.DialPlan, tenant.Tenant.SipDomain, out var dialled) ? dialled : "";
    }

    private static bool Knows(TenantDirectory tenant, string dialled) =>
        NumberPlan.Keys(tenant.DialPlan, dialled).Any(key => tenant.Numbers.ContainsKey(key) || tenant.Extensions.ContainsKey(key));
}
