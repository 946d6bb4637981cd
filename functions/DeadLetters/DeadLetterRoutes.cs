using SmartPbx.Domain.Directory;
using SmartPbx.Functions.Auth;

namespace SmartPbx.Functions.DeadLetters;

/// <summary>Events that a handler could not apply: visible and replayable (AZ-1).</summary>
internal static class DeadLetterRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("dead-letters", ListDeadLetters.HandleAsync).Needs(Permission.SystemConfig);
        api.MapPost("dead-letters/{id}/replay", ReplayDeadLetter.HandleAsync).Needs(Permission.SystemConfig);
    }
}
