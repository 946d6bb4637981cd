using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Hitl;

/// <summary>A command of the function app to a call's edge. Idempotent by id; the edge acknowledges in the alert document.</summary>
/// <param name="CommandId">Same id, same command.</param>
/// <param name="Deadline">After this the edge ignores it.</param>
/// <param name="Type"><see cref="HitlAnswered"/>.</param>
/// <param name="Alert">The alert whose answer is stored and waits.</param>
public sealed record EdgeCommand(string CommandId, DateTimeOffset Deadline, string Type, TenantId TenantId, CallId CallId, AlertId Alert)
{
    public const string MessageName = "edge.command";
    public const string HitlAnswered = "hitl.answered";
}
