using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Knowledge;

/// <summary><c>DELETE knowledge/{id}</c>.</summary>
internal static class DeleteKnowledge
{
    public static async Task<IResult> HandleAsync(string id, SignedIn user, HttpContext context, IDocumentStore store, IIdSource ids, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (await store.FindItemAsync(user.Tenant, id, cancellationToken) is not { } found) return Problem.NotFound("knowledge item");
        if (!EntityTag.Allows(context, found.ETag)) return EntityTag.Mismatch();
        var last = found.Value with { UpdatedAt = clock.GetUtcNow(), ChangedBy = user.User.Value, Version = found.Value.Version + 1 };
        var outcome = await store.CommitAsync(found.Partition, KnowledgeBase.Delete(last, found.ETag, ids.NewId()), cancellationToken);
        return outcome == CommitOutcome.Committed ? Results.NoContent() : EntityTag.Mismatch();
    }
}
