using SmartPbx.Domain.Directory;
using SmartPbx.Functions.Auth;

namespace SmartPbx.Functions.Hitl;

/// <summary>People in the loop: alerts, answers, feedback and what stayed unresolved.</summary>
internal static class HitlRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("hitl/alerts", ListAlerts.HandleAsync).Needs(Permission.HitlView);
        api.MapGet("hitl/alerts/{id}", GetAlert.HandleAsync).Needs(Permission.HitlView);
        api.MapGet("hitl/alerts/{id}/audio", GetAlertAudio.HandleAsync).Needs(Permission.HitlView);
        api.MapPost("hitl/response", AnswerAlert.HandleAsync).Needs(Permission.HitlFeedback);
        api.MapPost("hitl/feedback", SubmitFeedback.HandleAsync).Needs(Permission.HitlFeedback);
        api.MapGet("hitl/unresolved", ListUnresolved.HandleAsync).Needs(Permission.HitlView);
        api.MapGet("hitl/unresolved/{id}", GetUnresolved.HandleAsync).Needs(Permission.HitlView);
        api.MapPut("hitl/unresolved/{id}", UpdateUnresolved.HandleAsync).Needs(Permission.HitlFeedback);
    }
}
