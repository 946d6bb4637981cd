using SmartPbx.Domain.Directory;
using SmartPbx.MediaEdge.Directory;

namespace SmartPbx.MediaEdge.Registrar;

/// <summary>A phone that proved its password.</summary>
public sealed record PhoneIdentity(TenantDirectory Tenant, Extension Extension);
