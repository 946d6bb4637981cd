using SmartPbx.Domain.Directory;
using SmartPbx.Functions.Auth;

namespace SmartPbx.Functions.Trunks;

/// <summary>A tenant's carriers, and which of its calls they carry.</summary>
internal static class TrunkRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("trunks", ListTrunks.HandleAsync).Needs(Permission.SystemConfig);
        api.MapGet("trunks/{name}", GetTrunk.HandleAsync).Needs(Permission.SystemConfig);
        api.MapPut("trunks/{name}", PutTrunk.HandleAsync).Needs(Permission.SystemConfig);
        api.MapDelete("trunks/{name}", DeleteTrunk.HandleAsync).Needs(Permission.SystemConfig);
        api.MapGet("dial-plan", GetDialPlan.HandleAsync).Needs(Permission.SystemConfig);
        api.MapPut("dial-plan", PutDialPlan.HandleAsync).Needs(Permission.SystemConfig);
    }
}
