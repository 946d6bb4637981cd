using SmartPbx.Domain.Ports;

namespace SmartPbx.Domain.Supervision;

/// <summary>How supervisions are stored: in the partition of their call; id is the supervision id.</summary>
public static class SupervisionDocuments
{
    public static readonly DocumentKind<CallSupervision> Supervisions = new("call_supervision");
}
