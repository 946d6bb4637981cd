using SmartPbx.Domain.Directory;
using SmartPbx.Functions.Auth;

namespace SmartPbx.Functions.Knowledge;

/// <summary>The tenant's knowledge base (KB-2) and its review queue (KB-5).</summary>
internal static class KnowledgeRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("knowledge", ListKnowledge.HandleAsync).Needs(Permission.KnowledgeView);
        api.MapPost("knowledge", CreateKnowledge.HandleAsync).Needs(Permission.KnowledgeCreate);
        api.MapGet("knowledge/{id}", GetKnowledge.HandleAsync).Needs(Permission.KnowledgeView);
        api.MapPut("knowledge/{id}", UpdateKnowledge.HandleAsync).Needs(Permission.KnowledgeUpdate);
        api.MapDelete("knowledge/{id}", DeleteKnowledge.HandleAsync).Needs(Permission.KnowledgeDelete);
        api.MapPost("knowledge/{id}/approve", ReviewKnowledge.ApproveAsync).Needs(Permission.KnowledgeUpdate);
        api.MapPost("knowledge/{id}/reject", ReviewKnowledge.RejectAsync).Needs(Permission.KnowledgeUpdate);
    }
}
