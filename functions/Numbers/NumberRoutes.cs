using SmartPbx.Domain.Directory;
using SmartPbx.Functions.Auth;

namespace SmartPbx.Functions.Numbers;

/// <summary>Numbers and extensions of the tenant.</summary>
internal static class NumberRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("numbers", ListNumbers.NumbersAsync).Needs(Permission.CallView);
        api.MapGet("extensions", ListNumbers.ExtensionsAsync).Needs(Permission.CallView);
    }
}
