using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Supervision;

namespace SmartPbx.Domain.Hitl;

/// <summary>A command of the function app to a call's edge. Idempotent by id; the edge acknowledges in the document that it is about.</summary>
/// <param name="CommandId">Same id, same command.</param>
/// <param name="Deadline">After this the edge ignores it.</param>
/// <param name="Type">One of the names below.</param>
/// <param name="Alert">The alert whose answer is stored and waits; null: it is about something else.</param>
public sealed record EdgeCommand(string CommandId, DateTimeOffset Deadline, string Type, TenantId TenantId, CallId CallId, AlertId? Alert)
{
    public const string MessageName = "edge.command";
    public const string HitlAnswered = "hitl.answered";
    public const string BeginSupervision = "supervision.begin";
    public const string ChangeSupervision = "supervision.change";
    public const string EndSupervision = "supervision.end";

    /// <summary>With the three above.</summary>
    public SupervisionOrder? Supervision { get; init; }
}
