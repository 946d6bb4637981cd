using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Knowledge;
using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Transcripts;
using SmartPbx.Functions.Calls;
using SmartPbx.Functions.Hosting;
using SmartPbx.Functions.Knowledge.Extraction;

namespace SmartPbx.Functions.Knowledge;

/// <summary>
/// <c>transcript.generated</c> → knowledge items and <c>knowledge.extracted</c>; what was understood well becomes active (<c>knowledge.created</c>), the rest waits for a
/// person. Idempotent by event id: items and inbox row are one commit. Order does not matter. Retries: the common schedule.
/// </summary>
internal sealed class ExtractKnowledge(IDocumentStore store, IKnowledgeIndex index, IIdSource ids, TimeProvider clock) : IEventHandler
{
    /// <summary>What was recognised less surely than this, a person has to read first.</summary>
    public const double SureEnough = 0.6;

    private const string ChangedBy = "system";

    public HandlerDeclaration Declaration => HandlerCatalogue.ExtractKnowledge;

    public async Task<HandlerResult> HandleAsync(CloudEvent cloudEvent, CancellationToken cancellationToken)
    {
        var (tenant, generated) = (cloudEvent.TenantId, cloudEvent.Payload(EventCatalogue.TranscriptGenerated));
        var transcript = await store.FindOfCallAsync(tenant, CallDocuments.Transcripts, generated.CallId.Value, cancellationToken);
        if (transcript is null) return new HandlerResult.Failed("the transcript is not there");
        var found = KnowledgeExtractor.Extract(transcript.Value);
        if (found.Count == 0) return new HandlerResult.Nothing("the call taught nothing");
        var fresh = await WithoutKnownAsync(tenant, found, cancellationToken);
        return Decide(transcript.Value, fresh, ids, clock.GetUtcNow());
    }

    internal static HandlerResult Decide(Transcript transcript, IReadOnlyList<ExtractedKnowledge> fresh, IIdSource ids, DateTimeOffset now)
    {
        if (fresh.Count == 0) return new HandlerResult.Nothing("the call taught nothing new");
        var items = fresh.Select(knowledge => ToItem(transcript, knowledge, ids.NewId(), now)).ToList();
        var active = items.Where(item => item.Status == KnowledgeStatus.Active).ToList();
        var review = items.Where(item => item.Status == KnowledgeStatus.Review).ToList();
        var extracted = new KnowledgeExtracted(transcript.CallId, [.. active.Select(i => i.ItemId)], [.. review.Select(i => i.ItemId)]);
        return new HandlerResult.Effects(KnowledgeBase.At(transcript.TenantId),
        [
            .. active.SelectMany(item => KnowledgeBase.Create(item, ids.NewId())),
            .. review.Select(item => DocumentOperation.Create(KnowledgeDocuments.Items, item.ItemId.Value, item)),
            DocumentOperation.Publish(CloudEvent.Create(EventCatalogue.KnowledgeExtracted, ids.NewId(), EventSource.Functions, transcript.TenantId,
                transcript.CallId.Value, now, extracted)),
        ]);
    }

    private static KnowledgeItem ToItem(Transcript transcript, ExtractedKnowledge knowledge, string id, DateTimeOffset now) => new()
    {
        ItemId = new KnowledgeItemId(id), TenantId = transcript.TenantId, Question = knowledge.Question, Answer = knowledge.Answer, Category = knowledge.Category,
        Language = transcript.Language, Source = KnowledgeSource.Auto, QualityScore = knowledge.Quality, CallId = transcript.CallId,
        Status = Math.Min(knowledge.Confidence, transcript.Quality) < SureEnough ? KnowledgeStatus.Review : KnowledgeStatus.Active,
        Keywords = [.. Phrases.Content(knowledge.Question).Distinct(StringComparer.Ordinal).Take(10)], CreatedAt = now, UpdatedAt = now, ChangedBy = ChangedBy,
    };

    /// <summary>Leaves out what the base has already: active items by the index, items that wait for review by their words.</summary>
    private async Task<IReadOnlyList<ExtractedKnowledge>> WithoutKnownAsync(TenantId tenant, IReadOnlyList<ExtractedKnowledge> found,
        CancellationToken cancellationToken)
    {
        var waiting = await store.QueryAsync(tenant, new DocumentQuery<KnowledgeItem>(KnowledgeDocuments.Items)
        {
            PartitionKey = KnowledgeDocuments.Partition, Where = new Dictionary<string, string> { ["status"] = KnowledgeStatus.Review.ToString() },
            OrderBy = "updated_at", Descending = true,
        }, cancellationToken);
        var fresh = new List<ExtractedKnowledge>();
        foreach (var item in found)
        {
            if (waiting.Items.Any(w => Likeness.Of(w.Value.Answer, item.Answer) > Likeness.Same)) continue;
            var hits = await index.SearchAsync(tenant, new KnowledgeQuery { Text = item.Question, TopK = 1 }, cancellationToken);
            if (hits.Count == 0 || hits[0].Score <= Likeness.Same) fresh.Add(item);
        }
        return fresh;
    }
}
