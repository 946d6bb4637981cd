using System.Text.Json;
using SmartPbx.Domain;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Ports;
using SmartPbx.MediaEdge.Configuration;
using SmartPbx.MediaEdge.Health;

namespace SmartPbx.MediaEdge.Spool;

/// <summary>
/// Takes sealed recordings to the blob store, then says <c>call.recording_saved</c>. What cannot be uploaded stays on disk and is tried
/// again; the folder is scanned at start, so a restart forgets nothing. Uploading twice replaces the same blobs under the same event id.
/// </summary>
public sealed class RecordingSpool(DataFolder folder, IBlobStore blobs, EventSpool events, EdgeOptions options, EdgeMetrics metrics, TimeProvider clock, ILogger<RecordingSpool> logger) : IDisposable
{
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _added = new(0);
    private bool _storeAnswers = true;

    /// <summary>Whether the last upload succeeded.</summary>
    public bool StoreAnswers => Volatile.Read(ref _storeAnswers);

    /// <summary>Recordings that wait on disk.</summary>
    public int Waiting => Manifests().Count;

    /// <summary>Puts a sealed recording in the queue. On disk when it returns.</summary>
    public void Add(RecordingManifest manifest)
    {
        var path = ManifestPath(manifest.CallId);
        File.WriteAllBytes(path + ".new", JsonSerializer.SerializeToUtf8Bytes(manifest, SmartPbxJson.Options));
        File.Move(path + ".new", path, overwrite: true);
        _added.Release();
    }

    /// <summary>Uploads until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var backOff = FirstBackOff;
        while (!cancellationToken.IsCancellationRequested)
        {
            var done = await TryUploadAllAsync(cancellationToken);
            await _added.WaitAsync(done ? LookEvery : backOff, cancellationToken);
            backOff = done ? FirstBackOff : backOff * 2 < LongestBackOff ? backOff * 2 : LongestBackOff;
        }
    }

    private async Task<bool> TryUploadAllAsync(CancellationToken cancellationToken)
    {
        var done = true;
        foreach (var path in Manifests())
        {
            try
            {
                await UploadAsync(path, cancellationToken);
                Volatile.Write(ref _storeAnswers, true);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested) // boundary: a store may fail in any way; the recording waits on disk
            {
                if (_storeAnswers) logger.LogWarning(failure, "recordings wait on disk: the blob store does not take them");
                Volatile.Write(ref _storeAnswers, false);
                done = false; // the others have their try: one broken file must not hold them up
            }
        }
        return done;
    }

    private async Task UploadAsync(string path, CancellationToken cancellationToken)
    {
        var manifest = JsonSerializer.Deserialize<RecordingManifest>(await File.ReadAllBytesAsync(path, cancellationToken), SmartPbxJson.Options)!;
        var blobFolder = CallPaths.Folder(manifest.CallId, manifest.CallStartedAt);
        if (File.Exists(manifest.WavPath))
        {
            await using (var wav = File.OpenRead(manifest.WavPath))
                await blobs.PutAsync(manifest.TenantId, blobFolder + CallPaths.Recording, wav, cancellationToken);
            if (manifest.Conversation is not null)
            {
                using var ledger = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(manifest.Conversation, SmartPbxJson.Options));
                await blobs.PutAsync(manifest.TenantId, blobFolder + CallPaths.Conversation, ledger, cancellationToken);
            }
            await events.AppendAsync(SavedEvent(manifest, blobFolder));
            metrics.RecordingSaved();
            File.Delete(manifest.WavPath);
        }
        File.Delete(path);
    }

    private CloudEvent SavedEvent(RecordingManifest manifest, string blobFolder) => CloudEvent.Create(EventCatalogue.CallRecordingSaved,
        $"{manifest.CallId}:recording_saved", $"/edge/{options.EdgeId}", manifest.TenantId, manifest.CallId.Value, clock.GetUtcNow(),
        new RecordingSaved(manifest.CallId, manifest.CallId.Value, blobFolder, manifest.CallStartedAt, manifest.RecordingStartedAt, manifest.DurationMs,
            manifest.SampleRateHz, manifest.AiHandled, manifest.Conversation is not null, manifest.Language), manifest.Sequence);

    public void Dispose() => _added.Dispose();

    private List<string> Manifests() => [.. System.IO.Directory.EnumerateFiles(folder.RecordingSpool, "*.json").Order(StringComparer.Ordinal)];

    // A colon may be part of a call id and is fine in a file name here; ids hold no slash.
    private string ManifestPath(Domain.Identity.CallId call) => Path.Combine(folder.RecordingSpool, call.Value + ".json");
}
