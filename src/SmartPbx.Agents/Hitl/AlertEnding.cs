using SmartPbx.Domain.Events;
using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Agents.Hitl;

/// <summary>The last steps of an alert: delivered, expired or closed, each in one commit with the events that tell of it.</summary>
internal sealed class AlertEnding(EdgeId edge, IDocumentStore store, TimeProvider clock, IIdSource ids)
{
    private const int Attempts = 5;

    /// <summary>Takes the stored answer, once: the replacement by ETag is the acknowledgement that the API waits for. Null while there is none.</summary>
    public async Task<string?> TryDeliverAsync(TenantId tenant, CallId call, AlertId alert, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var read = await GetAsync(tenant, call, alert, cancellationToken);
            if (read?.Value is not { Status: AlertStatus.Answered, Answer: { } answer }) return null;
            var delivered = read.Value with { Status = AlertStatus.Delivered, DeliveredAt = clock.GetUtcNow() };
            List<DocumentOperation> operations =
            [
                DocumentOperation.Replace(HitlDocuments.Alerts, read.Id, delivered, read.ETag),
                DocumentOperation.Publish(Event(EventCatalogue.HitlResolved, delivered, Resolved(delivered))),
            ];
            if (delivered.SaveToKnowledge) operations.Add(DocumentOperation.Publish(Event(EventCatalogue.HitlFeedbackSubmitted, delivered, Feedback(delivered))));
            if (await store.CommitAsync(read.Partition, operations, cancellationToken) == CommitOutcome.Committed) return answer;
        }
        return null;
    }

    /// <summary>Ends an alert that still waits: expired when its time is over, closed when the caller went first. Null when it has already ended.</summary>
    public async Task<CloudEvent?> CloseAsync(TenantId tenant, CallId call, AlertId alert, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var read = await GetAsync(tenant, call, alert, cancellationToken);
            if (read?.Value is not { Status: AlertStatus.Open or AlertStatus.Answered }) return null;
            var now = clock.GetUtcNow();
            var ended = read.Value with { Status = now >= read.Value.Deadline ? AlertStatus.Expired : AlertStatus.Closed, ClosedAt = now };
            var resolved = Event(EventCatalogue.HitlResolved, ended, Resolved(ended));
            var outcome = await store.CommitAsync(read.Partition,
                [DocumentOperation.Replace(HitlDocuments.Alerts, read.Id, ended, read.ETag), DocumentOperation.Publish(resolved)], cancellationToken);
            if (outcome == CommitOutcome.Committed) return resolved;
        }
        return null;
    }

    private Task<Stored<HitlAlert>?> GetAsync(TenantId tenant, CallId call, AlertId alert, CancellationToken cancellationToken) =>
        store.GetAsync(new Partition(tenant, call.Value), HitlDocuments.Alerts, alert.Value, cancellationToken);

    private HitlResolved Resolved(HitlAlert alert) =>
        new(alert.AlertId, alert.CallId, alert.Status, alert.AnsweredBy, (long)(clock.GetUtcNow() - alert.CreatedAt).TotalMilliseconds);

    private HitlFeedback Feedback(HitlAlert alert) => new()
    {
        FeedbackId = ids.NewId(), AlertId = alert.AlertId, CallId = alert.CallId, Operator = alert.AnsweredBy ?? alert.AssignedTo, Type = "real_time",
        OriginalQuestion = alert.Question, OriginalAnswer = alert.AiAnswer, Question = alert.CorrectedQuestion ?? alert.Question, Answer = alert.Answer!,
        ConfidenceBefore = alert.Confidence, SaveToKnowledge = true, Language = alert.Language,
    };

    private CloudEvent Event<T>(EventType<T> type, HitlAlert alert, T payload) =>
        CloudEvent.Create(type, ids.NewId(), $"/edge/{edge}", alert.TenantId, alert.CallId.Value, clock.GetUtcNow(), payload);
}
