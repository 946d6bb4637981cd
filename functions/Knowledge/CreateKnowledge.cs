using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Knowledge;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Knowledge;

/// <summary><c>POST knowledge</c>: a new active item; the same Idempotency-Key gives the same item.</summary>
internal static class CreateKnowledge
{
    private const string DefaultLanguage = "en-US";

    public static async Task<IResult> HandleAsync(KnowledgeInput input, SignedIn user, HttpContext context, IDocumentStore store, IIdSource ids, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (input.Check() is { } problem) return problem;
        var now = clock.GetUtcNow();
        var item = input.ApplyTo(new KnowledgeItem
        {
            ItemId = new KnowledgeItemId(IdempotencyKey.IdFor(context, user, ids)), TenantId = user.Tenant, Question = "", Answer = "", Language = DefaultLanguage,
            Source = KnowledgeSource.Manual, Status = KnowledgeStatus.Active, CreatedAt = now, UpdatedAt = now, ChangedBy = user.User.Value,
        });
        await store.CommitAsync(KnowledgeBase.At(user.Tenant), KnowledgeBase.Create(item, ids.NewId()), cancellationToken);
        var stored = await store.FindItemAsync(user.Tenant, item.ItemId.Value, cancellationToken);
        EntityTag.Set(context, stored!.ETag);
        context.Response.Headers.Location = $"{ApiPaths.Prefix}/knowledge/{item.ItemId}";
        return JsonAnswer.Of(stored.Value, StatusCodes.Status201Created);
    }
}
