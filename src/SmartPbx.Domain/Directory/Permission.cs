namespace SmartPbx.Domain.Directory;

/// <summary>The permission table of the technical architecture: names as they appear in tokens and docs.</summary>
public static class Permission
{
    public const string CallView = "call:view";
    public const string CallDelete = "call:delete";
    /// <summary>Listen in on calls, whisper and barge.</summary>
    public const string CallSupervise = "call:supervise";
    public const string KnowledgeView = "knowledge:view";
    public const string KnowledgeCreate = "knowledge:create";
    public const string KnowledgeUpdate = "knowledge:update";
    public const string KnowledgeDelete = "knowledge:delete";
    public const string HitlView = "hitl:view";
    public const string HitlFeedback = "hitl:feedback";
    public const string FlowView = "flow:view";
    public const string FlowCreate = "flow:create";
    public const string FlowUpdate = "flow:update";
    public const string FlowDeploy = "flow:deploy";
    public const string SystemMetrics = "system:metrics";
    public const string SystemConfig = "system:config";

    private static readonly string[] Everything =
    [
        CallView, CallDelete, CallSupervise, KnowledgeView, KnowledgeCreate, KnowledgeUpdate, KnowledgeDelete, HitlView, HitlFeedback,
        FlowView, FlowCreate, FlowUpdate, FlowDeploy, SystemMetrics, SystemConfig,
    ];

    /// <summary>What a role may do.</summary>
    public static IReadOnlyList<string> Of(Role role) => role switch
    {
        Role.Admin => Everything,
        Role.Operator => [CallView, CallSupervise, KnowledgeView, KnowledgeUpdate, HitlView, HitlFeedback, FlowView],
        Role.Agent => [CallView, KnowledgeView, HitlView],
        _ => [CallView, KnowledgeView, SystemMetrics],
    };
}
