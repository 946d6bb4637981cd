using SmartPbx.Domain.Events;
using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Knowledge;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Hosting;
using SmartPbx.Functions.Knowledge;
using SmartPbx.Functions.Knowledge.Extraction;

namespace SmartPbx.Functions.Hitl;

/// <summary>
/// <c>hitl.feedback_submitted</c> → a knowledge item of source <c>operator_correction</c>, with the question as corrected and, as a variant, as it was recognised, so that
/// the same words are understood next time. Idempotent by event id and by the item's id, which is the feedback's. Order does not matter. Retries: the common schedule.
/// </summary>
internal sealed class FollowUpHitl(IDocumentStore store, IIdSource ids, TimeProvider clock) : IEventHandler
{
    public HandlerDeclaration Declaration => HandlerCatalogue.FollowUpHitl;

    public async Task<HandlerResult> HandleAsync(CloudEvent cloudEvent, CancellationToken cancellationToken)
    {
        var feedback = cloudEvent.Payload(EventCatalogue.HitlFeedbackSubmitted);
        if (!feedback.SaveToKnowledge) return new HandlerResult.Nothing("not to be kept");
        if (await store.FindItemAsync(cloudEvent.TenantId, feedback.FeedbackId, cancellationToken) is not null) return new HandlerResult.Nothing("kept before");
        return Decide(cloudEvent.TenantId, feedback, ids.NewId(), clock.GetUtcNow());
    }

    internal static HandlerResult Decide(TenantId tenant, HitlFeedback feedback, string eventId, DateTimeOffset now)
    {
        var question = PersonalData.Mask(feedback.Question).Text;
        var answer = PersonalData.Mask(feedback.Answer).Text;
        var recognised = PersonalData.Mask(feedback.OriginalQuestion).Text;
        var quality = Quality.Score(question, answer);
        var item = new KnowledgeItem
        {
            ItemId = new KnowledgeItemId(feedback.FeedbackId), TenantId = tenant, Question = question, Answer = answer,
            Variants = recognised.Length == 0 || string.Equals(recognised, question, StringComparison.OrdinalIgnoreCase) ? [] : [recognised],
            Category = Category.Of(question, answer), Language = feedback.Language, Source = KnowledgeSource.OperatorCorrection,
            Status = quality < Quality.Threshold ? KnowledgeStatus.Review : KnowledgeStatus.Active, QualityScore = quality, CallId = feedback.CallId,
            CreatedAt = now, UpdatedAt = now, ChangedBy = feedback.Operator.Value,
        };
        return new HandlerResult.Effects(KnowledgeBase.At(tenant), item.Status == KnowledgeStatus.Active
            ? KnowledgeBase.Create(item, eventId)
            : [DocumentOperation.Create(KnowledgeDocuments.Items, item.ItemId.Value, item)]);
    }
}
