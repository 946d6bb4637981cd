using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Knowledge;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Knowledge;

/// <summary><c>POST knowledge/{id}/approve</c> and <c>/reject</c>: a person decides on an extracted item. Repeating a decision changes nothing.</summary>
internal static class ReviewKnowledge
{
    public static Task<IResult> ApproveAsync(string id, SignedIn user, HttpContext context, IDocumentStore store, IIdSource ids, TimeProvider clock,
        CancellationToken cancellationToken) => DecideAsync(id, KnowledgeStatus.Active, user, context, store, ids, clock, cancellationToken);

    public static Task<IResult> RejectAsync(string id, SignedIn user, HttpContext context, IDocumentStore store, IIdSource ids, TimeProvider clock,
        CancellationToken cancellationToken) => DecideAsync(id, KnowledgeStatus.Rejected, user, context, store, ids, clock, cancellationToken);

    private static async Task<IResult> DecideAsync(string id, KnowledgeStatus decision, SignedIn user, HttpContext context, IDocumentStore store, IIdSource ids,
        TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await store.FindItemAsync(user.Tenant, id, cancellationToken) is not { } found) return Problem.NotFound("knowledge item");
        if (!EntityTag.Allows(context, found.ETag)) return EntityTag.Mismatch();
        if (found.Value.Status == decision) return JsonAnswer.Of(found.Value);
        var item = found.Value with
        {
            Status = decision, UpdatedAt = clock.GetUtcNow(), ChangedBy = user.User.Value, Version = found.Value.Version + 1,
        };
        var outcome = await store.CommitAsync(found.Partition, KnowledgeBase.Replace(item, found.ETag, ids.NewId()), cancellationToken);
        return outcome == CommitOutcome.Committed ? JsonAnswer.Of(item) : EntityTag.Mismatch();
    }
}
