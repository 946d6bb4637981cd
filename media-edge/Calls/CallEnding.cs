using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Legs;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>After the last BYE: the agent's ledger, what still waited in the mailbox, the one CDR. The rest is <see cref="CallClosing"/>'s, for which nothing of the call is needed any more.</summary>
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
        services.Logger.LogDebug("call ended: {Outcome} after {DurationMs} ms", record.Outcome.Name, record.DurationMs);
        services.Metrics.CallEnded(record);
        services.Registry.Watch(CallClosing.CloseAsync(services, services.Records.Write(record, state.Events.NextSequence()), Recording(record), state.Ticket));
    }

    private async Task StopAgentAsync()
    {
        if (state.Agent is not { } agent) return;
        if (await agent.StopAsync(ConversationLimit, services.Clock) is { } end) state.Conversations.Add(end);
        agent.Dispose();
    }

    private EndedRecording? Recording(CallDetailRecord record) => state.Media.Recorder is not { } recorder ? null : new EndedRecording
    {
        Recorder = recorder, Record = record, MayBeKept = MayBeKept(record), StartedAt = state.Media.RecordingStartedAt, Language = state.Route!.Language,
        Conversation = state.Conversations.Log, Sequence = state.Events.NextSequence(),
    };

    // Nobody was on the phone before the answer, and people who were not told are not recorded.
    private bool MayBeKept(CallDetailRecord record) =>
        record.AnsweredAt is not null && (record.AiHandled || state.Media.NoticeHeard || !state.Route!.RecordingNotice);
}
