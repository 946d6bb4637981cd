using SmartPbx.Domain.Directory;
using SmartPbx.Functions.Auth;

namespace SmartPbx.Functions.RingGroups;

/// <summary>Several phones behind one number of the tenant.</summary>
internal static class RingGroupRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("ring-groups", ListRingGroups.HandleAsync).Needs(Permission.SystemConfig);
        api.MapGet("ring-groups/{number}", GetRingGroup.HandleAsync).Needs(Permission.SystemConfig);
        api.MapPut("ring-groups/{number}", PutRingGroup.HandleAsync).Needs(Permission.SystemConfig);
        api.MapDelete("ring-groups/{number}", DeleteRingGroup.HandleAsync).Needs(Permission.SystemConfig);
    }
}
