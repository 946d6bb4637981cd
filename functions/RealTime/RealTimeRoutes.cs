using SmartPbx.Domain.Directory;
using SmartPbx.Functions.Auth;

namespace SmartPbx.Functions.RealTime;

/// <summary>The REST side of the real-time channel (API-2).</summary>
internal static class RealTimeRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("realtime/negotiate", Negotiate.HandleAsync).Needs(Permission.CallView);
        api.MapPost("realtime/calls/{call_id}/join", FollowCall.JoinAsync).Needs(Permission.CallView);
        api.MapPost("realtime/calls/{call_id}/leave", FollowCall.LeaveAsync).Needs(Permission.CallView);
    }
}
