using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Knowledge;

/// <summary><c>PUT knowledge/{id}</c>: with If-Match only the version that the client saw is replaced.</summary>
internal static class UpdateKnowledge
{
    public static async Task<IResult> HandleAsync(string id, KnowledgeInput input, SignedIn user, HttpContext context, IDocumentStore store, IIdSource ids,
        TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await store.FindItemAsync(user.Tenant, id, cancellationToken) is not { } found) return Problem.NotFound("knowledge item");
        if (!EntityTag.Allows(context, found.ETag)) return EntityTag.Mismatch();
        if (input.Check() is { } problem) return problem;
        var item = input.ApplyTo(found.Value) with
        {
            UpdatedAt = clock.GetUtcNow(), ChangedBy = user.User.Value, Version = found.Value.Version + 1,
        };
        var outcome = await store.CommitAsync(found.Partition, KnowledgeBase.Replace(item, found.ETag, ids.NewId()), cancellationToken);
        if (outcome != CommitOutcome.Committed) return EntityTag.Mismatch();
        var stored = await store.FindItemAsync(user.Tenant, id, cancellationToken);
        if (stored is not null) EntityTag.Set(context, stored.ETag);
        return JsonAnswer.Of(item);
    }
}
