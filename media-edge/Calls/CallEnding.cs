using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.MediaEdge.Spool;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>
/// After the last BYE: the agent's ledger, the one CDR, then in its own time the recording; last the journal entry, so that a process killed
/// anywhere in between finds out what is left to do.
/// </summary>
internal sealed class CallEnding(CallServices services, LiveCall state)
{
    private static readonly TimeSpan ConversationLimit = TimeSpan.FromSeconds(2);

    /// <summary>Ends the call. <paramref name="giveBack"/> answers what still waited in the mailbox.</summary>
    public async Task FinishAsync(Action<CallInput> giveBack)
    {
        state.Timers.Dispose();
        await StopAgentAsync();
        foreach (var input in state.Mailbox.Close()) giveBack(input);
        var record = (state.Cdr with
        {
            Legs = [.. LegRecords.Of(state)], SttMs = state.Conversations.SttMs, TtsCharacters = state.Conversations.TtsCharacters,
        }).Complete(state.Outcome!, state.EndedAt);
        state.Media.Dispose();
        await services.Records.CloseAsync(record, state.Events.NextSequence());
        services.Logger.LogDebug("call ended: {Outcome} after {DurationMs} ms", record.Outcome.Name, record.DurationMs);
        services.Registry.Watch(SealAsync(record, state.Events.NextSequence()));
    }

    private async Task StopAgentAsync()
    {
        if (state.Agent is not { } agent) return;
        if (await agent.StopAsync(ConversationLimit, services.Clock) is { } end) state.Conversations.Add(end);
        agent.Dispose();
    }

    private async Task SealAsync(CallDetailRecord record, long sequence)
    {
        try
        {
            if (state.Media.Recorder is { } recorder)
            {
                var sealedFile = await recorder.SealAsync();
                if (MayBeKept(record)) services.Recordings.Add(Manifest(record, sealedFile, sequence));
                else File.Delete(sealedFile.Path);
            }
            services.Journal.Remove(record.CallId);
        }
        catch (Exception failure) // boundary: a recording that fails must not cost the call's record
        {
            // The journal entry stays, so the next start completes the recording.
            services.Logger.LogError(failure, "the recording could not be sealed");
            services.Metrics.Fault("recording");
        }
    }

    // Nobody was on the phone before the answer, and people who were not told are not recorded.
    private bool MayBeKept(CallDetailRecord record) =>
        record.AnsweredAt is not null && (record.AiHandled || state.Media.NoticeHeard || !state.Route!.RecordingNotice);

    private RecordingManifest Manifest(CallDetailRecord record, Media.Recording.RecordingResult file, long sequence) => new()
    {
        CallId = record.CallId, TenantId = record.TenantId, WavPath = file.Path, CallStartedAt = record.StartedAt,
        RecordingStartedAt = state.Media.RecordingStartedAt ?? file.StartTime, DurationMs = (long)file.Duration.TotalMilliseconds,
        SampleRateHz = file.SampleRateHz, AiHandled = record.AiHandled, Language = state.Route!.Language, Sequence = sequence,
        Conversation = state.Conversations.Log,
    };
}
