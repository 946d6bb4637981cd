using System.Text.Json;
using SmartPbx.Domain;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Functions.Calls;

/// <summary>
/// Writes <c>metadata.json</c> from the facts in the store. Two handlers may write at once: whoever writes looks again afterwards and repeats until the file
/// shows what the store says, so the last writer is always right.
/// </summary>
internal sealed class RecordingMetadata(IDocumentStore store, IBlobStore blobs)
{
    private const int MaxRewrites = 10;
    private const int MaxConflicts = 20;

    private sealed record Paths(string Caller, string Callee, string Mixed, string? Transcript);

    private sealed record File(CallId CallId, string? RecordingId, DateTimeOffset? StartTime, double DurationSeconds, int SampleRateHz, Paths Paths, int TotalTurns,
        double CallerSpeakingSeconds, double CalleeSpeakingSeconds, bool IsAiConversation, bool KnowledgeExtracted);

    /// <summary>Adds facts, then brings the file up to date.</summary>
    /// <exception cref="InvalidOperationException">Others changed the facts every time; worth a retry.</exception>
    public async Task AddAsync(TenantId tenant, CallId callId, Func<RecordingFacts, RecordingFacts> add, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < MaxConflicts; conflicts++)
        {
            var known = await store.FindOfCallAsync(tenant, RecordingFacts.Kind, callId.Value, cancellationToken);
            var facts = add(known?.Value ?? new RecordingFacts { CallId = callId });
            var outcome = facts == known?.Value ? CommitOutcome.Committed : await store.CommitAsync(new Partition(tenant, callId.Value), [known is null
                ? DocumentOperation.Create(RecordingFacts.Kind, callId.Value, facts)
                : DocumentOperation.Replace(RecordingFacts.Kind, callId.Value, facts, known.ETag)], cancellationToken);
            if (outcome != CommitOutcome.Committed) continue;
            await WriteAsync(tenant, callId, cancellationToken);
            return;
        }
        throw new InvalidOperationException("the facts of the recording keep changing");
    }

    /// <summary>Does nothing while the recording itself is not stored.</summary>
    private async Task WriteAsync(TenantId tenant, CallId callId, CancellationToken cancellationToken)
    {
        RecordingFacts? written = null;
        for (var rewrites = 0; rewrites < MaxRewrites; rewrites++)
        {
            var facts = (await store.FindOfCallAsync(tenant, RecordingFacts.Kind, callId.Value, cancellationToken))?.Value;
            if (facts?.Folder is not { } folder || facts == written) return;
            using var json = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(Describe(facts, $"{tenant}/{folder}"), SmartPbxJson.Options));
            await blobs.PutAsync(tenant, folder + CallPaths.Metadata, json, cancellationToken);
            written = facts;
        }
    }

    private static File Describe(RecordingFacts facts, string folder) => new(facts.CallId, facts.RecordingId, facts.StartedAt, Seconds(facts.DurationMs),
        facts.SampleRateHz, new Paths(folder + CallPaths.Caller, folder + CallPaths.Callee, folder + CallPaths.Mixed,
            facts.HasTranscript ? folder + CallPaths.Transcript : null),
        facts.TotalTurns, Seconds(facts.CallerSpeakingMs), Seconds(facts.CalleeSpeakingMs), facts.IsAiConversation, facts.KnowledgeExtracted);

    private static double Seconds(long ms) => ms / 1000.0;
}
