using SmartPbx.Domain.Ports;

namespace SmartPbx.Domain.Hitl;

/// <summary>How people-in-the-loop is stored.</summary>
public static class HitlDocuments
{
    /// <summary>Partition of presence documents; id is the user id.</summary>
    public const string PresencePartition = "presence";
    public static readonly DocumentKind<OperatorPresence> Presence = new("operator_presence");

    /// <summary>Partition is the call id; id is the alert id.</summary>
    public static readonly DocumentKind<HitlAlert> Alerts = new("hitl_alert",
        DocumentIndex.On<HitlAlert>("status", a => a.Status.ToString()), DocumentIndex.On<HitlAlert>("created_at", a => DocumentIndex.Time(a.CreatedAt)),
        DocumentIndex.On<HitlAlert>("alert_id", a => a.AlertId.Value));

    /// <summary>Partition is the call id; id is the request id.</summary>
    public static readonly DocumentKind<UnresolvedRequest> Unresolved = new("unresolved_request",
        DocumentIndex.On<UnresolvedRequest>("status", r => r.Status.ToString()), DocumentIndex.On<UnresolvedRequest>("created_at", r => DocumentIndex.Time(r.CreatedAt)),
        DocumentIndex.On<UnresolvedRequest>("request_id", r => r.RequestId));
}
