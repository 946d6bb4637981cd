using System.IO.Pipelines;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Hosting;
using SmartPbx.Media.Recording;

namespace SmartPbx.Functions.Calls;

/// <summary>
/// <c>call.recording_saved</c> → caller.wav, callee.wav, mixed.wav and metadata.json, then the folder in the call record. Idempotent by event id, and the files are the same when written again.
/// Order does not matter. Retries: the common schedule; a recording that is no WAV ends as a dead letter.
/// </summary>
internal sealed class StoreRecording(IDocumentStore store, IBlobStore blobs, RecordingMetadata metadata) : IEventHandler
{
    private static readonly (RecordingPart Part, string File)[] Parts =
        [(RecordingPart.Caller, CallPaths.Caller), (RecordingPart.Callee, CallPaths.Callee), (RecordingPart.Mixed, CallPaths.Mixed)];

    public HandlerDeclaration Declaration => HandlerCatalogue.StoreRecording;

    public async Task<HandlerResult> HandleAsync(CloudEvent cloudEvent, CancellationToken cancellationToken)
    {
        var (tenant, saved) = (cloudEvent.TenantId, cloudEvent.Payload(EventCatalogue.CallRecordingSaved));
        var known = await store.FindOfCallAsync(tenant, RecordingFacts.Kind, saved.CallId.Value, cancellationToken);
        if (known?.Value.RecordingId != saved.RecordingId)
        {
            await using var recording = await RecordingFile.OpenAsync(blobs, tenant, saved.Folder, cancellationToken);
            if (recording is null) return new HandlerResult.Failed($"no {CallPaths.Recording} in the call's folder");
            foreach (var (part, file) in Parts) await DeriveAsync(recording, part, tenant, saved.Folder + file, cancellationToken);
        }
        await metadata.AddAsync(tenant, saved.CallId, facts => Decide(facts, saved), cancellationToken);
        return LinkTo(await store.FindCallAsync(tenant, saved.CallId.Value, cancellationToken), saved.Folder);
    }

    /// <summary>The call shows its recording only when all files are there.</summary>
    internal static HandlerResult LinkTo(Stored<CallRecord>? call, string folder) => call is null
        ? new HandlerResult.Failed("the call is not known yet")
        : new HandlerResult.Effects(call.Partition, [DocumentOperation.Replace(CallDocuments.Calls, call.Id, call.Value with { RecordingFolder = folder }, call.ETag)]);

    internal static RecordingFacts Decide(RecordingFacts facts, RecordingSaved saved) => facts with
    {
        Folder = saved.Folder, RecordingId = saved.RecordingId, StartedAt = saved.RecordingStartedAt, DurationMs = saved.DurationMs,
        SampleRateHz = saved.SampleRateHz, IsAiConversation = facts.IsAiConversation || saved.AiHandled,
    };

    /// <summary>The splitter writes while the blob store reads: no file of a call is ever held in memory.</summary>
    private async Task DeriveAsync(Stream recording, RecordingPart part, TenantId tenant, string path, CancellationToken cancellationToken)
    {
        var pipe = new Pipe();
        var put = blobs.PutAsync(tenant, path, pipe.Reader.AsStream(), cancellationToken);
        Exception? failure = null;
        try
        {
            await RecordingSplitter.WriteAsync(recording, part, pipe.Writer.AsStream(leaveOpen: true), cancellationToken);
        }
        catch (Exception e)
        {
            failure = e;
            throw;
        }
        finally
        {
            await pipe.Writer.CompleteAsync(failure);
            if (failure is null) await put;
            else await put.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }
}
