using SmartPbx.Domain.Directory;
using SmartPbx.Functions.Auth;

namespace SmartPbx.Functions.Usage;

/// <summary>What calls cost.</summary>
internal static class UsageRoutes
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("calls/{id}/usage", GetCallUsage.HandleAsync).Needs(Permission.CallView);
}
