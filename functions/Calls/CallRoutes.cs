using SmartPbx.Domain.Directory;
using SmartPbx.Functions.Auth;

namespace SmartPbx.Functions.Calls;

/// <summary>Calls, live and past.</summary>
internal static class CallRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("calls", ListCalls.HandleAsync).Needs(Permission.CallView);
        api.MapGet("calls/{id}", GetCall.HandleAsync).Needs(Permission.CallView);
        api.MapGet("calls/{id}/transcript", GetTranscript.HandleAsync).Needs(Permission.CallView);
        api.MapGet("calls/{id}/recording", GetRecording.HandleAsync).Needs(Permission.CallView);
    }
}
