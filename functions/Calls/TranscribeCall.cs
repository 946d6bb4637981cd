using System.Text;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Transcripts;
using SmartPbx.Functions.Calls.Transcription;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Calls;

/// <summary>
/// <c>call.recording_saved</c> → transcript.txt, the transcript document and <c>transcript.generated</c>. Idempotent by event id; a call that has its transcript is
/// not decoded again. Order does not matter. Retries: the common schedule.
/// </summary>
internal sealed class TranscribeCall(IDocumentStore store, IBlobStore blobs, CallListener listener, IIdSource ids, TimeProvider clock) : IEventHandler
{
    public HandlerDeclaration Declaration => HandlerCatalogue.TranscribeCall;

    public async Task<HandlerResult> HandleAsync(CloudEvent cloudEvent, CancellationToken cancellationToken)
    {
        var (tenant, saved) = (cloudEvent.TenantId, cloudEvent.Payload(EventCatalogue.CallRecordingSaved));
        if (await store.FindOfCallAsync(tenant, CallDocuments.Transcripts, saved.CallId.Value, cancellationToken) is not null)
            return new HandlerResult.Nothing("the call has its transcript");
        if (await listener.ListenAsync(tenant, saved, cancellationToken) is not { } turns)
            return new HandlerResult.Failed("neither recording nor ledger in the call's folder");
        using var text = new MemoryStream(Encoding.UTF8.GetBytes(TranscriptText.Write(turns)));
        await blobs.PutAsync(tenant, saved.Folder + CallPaths.Transcript, text, cancellationToken);
        return Decide(tenant, saved, turns, ids.NewId(), clock.GetUtcNow());
    }

    internal static HandlerResult Decide(TenantId tenant, RecordingSaved saved, IReadOnlyList<TranscriptTurn> turns, string eventId, DateTimeOffset now)
    {
        var recognised = turns.Where(turn => turn.Speaker != Speaker.Agent).ToList();
        var transcript = new Transcript
        {
            CallId = saved.CallId, TenantId = tenant, Language = saved.Language, Turns = turns, WordCount = TranscriptText.CountWords(turns),
            Quality = recognised.Count == 0 ? 0 : Math.Round(recognised.Average(turn => turn.Confidence), 3), AiConversation = saved.AiHandled, CreatedAt = now,
        };
        var generated = new TranscriptGenerated(saved.CallId, saved.Language, turns.Count, transcript.WordCount, transcript.Quality, saved.AiHandled);
        var id = saved.CallId.Value;
        return new HandlerResult.Effects(new Partition(tenant, id),
        [
            DocumentOperation.Create(CallDocuments.Transcripts, id, transcript),
            DocumentOperation.Publish(CloudEvent.Create(EventCatalogue.TranscriptGenerated, eventId, EventSource.Functions, tenant, id, now, generated)),
        ]);
    }
}
