using SmartPbx.Domain.Directory;
using SmartPbx.Functions.Auth;

namespace SmartPbx.Functions.Agent;

/// <summary>The agent by text, without a call.</summary>
internal static class AgentRoutes
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("agent/query", AskAgent.HandleAsync).Needs(Permission.KnowledgeView);
}
