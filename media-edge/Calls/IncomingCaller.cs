using SmartPbx.Domain.Directory;
using SmartPbx.MediaEdge.Directory;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>Who sent an INVITE, once that is certain.</summary>
/// <param name="Tenant">On whose behalf.</param>
/// <param name="Trunk">The trunk it came by; null: a phone.</param>
/// <param name="Number">Caller as the CDR has it: the extension of a phone, what a trunk says of its caller.</param>
/// <param name="Phone">The phone; null: a trunk.</param>
public sealed record IncomingCaller(TenantDirectory Tenant, Trunk? Trunk, string Number, Extension? Phone = null);
