using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Functions.Hitl;

/// <summary>How feedback given by REST is stored: one partition a tenant, id is the feedback id.</summary>
internal static class FeedbackDocuments
{
    public const string Partition = "hitl-feedback";

    public static readonly DocumentKind<HitlFeedback> Kind = new("hitl_feedback");
}
