using SmartPbx.Domain.Directory;
using SmartPbx.Functions.Auth;

namespace SmartPbx.Functions.Operators;

/// <summary>Operators' presence (HITL-1).</summary>
internal static class OperatorRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("operator/status", GetOwnStatus.HandleAsync).Needs(Permission.HitlView);
        api.MapPut("operator/status", SetOwnStatus.HandleAsync).Needs(Permission.HitlFeedback);
        api.MapPost("operator/heartbeat", Heartbeat.HandleAsync).Needs(Permission.HitlFeedback);
        api.MapGet("operators", ListOperators.HandleAsync).Needs(Permission.HitlView);
    }
}
