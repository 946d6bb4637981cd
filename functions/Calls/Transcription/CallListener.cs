using System.Text.Json;
using SmartPbx.Domain;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Speech;
using SmartPbx.Domain.Transcripts;

namespace SmartPbx.Functions.Calls.Transcription;

/// <summary>
/// What was said in a call: from the agent's own ledger where there is one (its words verbatim, the caller's as recognised), else by decoding both channels
/// with the engine's general model, since people talk of more than the tenant's knowledge.
/// </summary>
internal sealed class CallListener(IBlobStore blobs, ISpeechToText speech)
{
    /// <summary>Turns in order of time, or null when what they would come from is not in the blob store.</summary>
    public async Task<IReadOnlyList<TranscriptTurn>?> ListenAsync(TenantId tenant, RecordingSaved saved, CancellationToken cancellationToken) =>
        saved.ConversationLogged
            ? await ReadLedgerAsync(tenant, saved.Folder, cancellationToken)
            : await DecodeAsync(tenant, saved, cancellationToken);

    private async Task<IReadOnlyList<TranscriptTurn>?> ReadLedgerAsync(TenantId tenant, string folder, CancellationToken cancellationToken)
    {
        await using var json = await blobs.OpenReadAsync(tenant, folder + CallPaths.Conversation, 0, null, cancellationToken);
        if (json is null) return null;
        var ledger = await JsonSerializer.DeserializeAsync<ConversationLog>(json, SmartPbxJson.Options, cancellationToken);
        return SpokenTurns.Merge(ledger!.Turns.Where(turn => turn.Speaker != Speaker.System && turn.Text.Length > 0));
    }

    private async Task<IReadOnlyList<TranscriptTurn>?> DecodeAsync(TenantId tenant, RecordingSaved saved, CancellationToken cancellationToken)
    {
        await using var recording = await RecordingFile.OpenAsync(blobs, tenant, saved.Folder, cancellationToken);
        if (recording is null) return null;
        if (!speech.Supports(saved.Language)) return [];
        var (caller, callee, sampleRateHz) = await ChannelSamples.ReadAsync(recording, cancellationToken);
        var options = new SpeechOptions(tenant, saved.Language, sampleRateHz, RecognitionModel.General);
        return SpokenTurns.Merge(
            SpokenTurns.Cut(Speaker.Caller, await speech.RecognizeAsync(options, caller, cancellationToken), saved.DurationMs),
            SpokenTurns.Cut(Speaker.Callee, await speech.RecognizeAsync(options, callee, cancellationToken), saved.DurationMs));
    }
}
