using SmartPbx.Domain.Directory;
using SmartPbx.Functions.Auth;

namespace SmartPbx.Functions.Supervision;

/// <summary>Supervisors of live calls: listen in, whisper, barge.</summary>
internal static class SupervisionRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("calls/{id}/supervisions", ListSupervisions.HandleAsync).Needs(Permission.CallSupervise);
        api.MapPost("calls/{id}/supervisions", BeginSupervision.HandleAsync).Needs(Permission.CallSupervise);
        api.MapPut("calls/{id}/supervisions/{supervision_id}", ChangeSupervision.HandleAsync).Needs(Permission.CallSupervise);
        api.MapDelete("calls/{id}/supervisions/{supervision_id}", EndSupervision.HandleAsync).Needs(Permission.CallSupervise);
    }
}
