using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Transcripts;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Calls;

/// <summary>
/// <c>transcript.generated</c>, <c>knowledge.extracted</c> → the facts that metadata.json lacked when the files were stored. Idempotent: facts are set, not added.
/// Order does not matter, also not against StoreRecording: whoever comes last writes the file. Retries: the common schedule.
/// </summary>
internal sealed class DescribeRecording(IDocumentStore store, RecordingMetadata metadata) : IEventHandler
{
    public HandlerDeclaration Declaration => HandlerCatalogue.DescribeRecording;

    public async Task<HandlerResult> HandleAsync(CloudEvent cloudEvent, CancellationToken cancellationToken)
    {
        var tenant = cloudEvent.TenantId;
        if (cloudEvent.Type == EventCatalogue.KnowledgeExtracted.Name)
        {
            var extracted = cloudEvent.Payload(EventCatalogue.KnowledgeExtracted);
            if (extracted.Created.Count + extracted.Review.Count == 0) return new HandlerResult.Nothing("the call taught nothing");
            await metadata.AddAsync(tenant, extracted.CallId, facts => facts with { KnowledgeExtracted = true }, cancellationToken);
            return new HandlerResult.Effects(new Partition(tenant, extracted.CallId.Value), []);
        }
        var callId = cloudEvent.Payload(EventCatalogue.TranscriptGenerated).CallId;
        var transcript = await store.FindOfCallAsync(tenant, CallDocuments.Transcripts, callId.Value, cancellationToken);
        if (transcript is null) return new HandlerResult.Failed("the transcript is not there");
        await metadata.AddAsync(tenant, callId, facts => Decide(facts, transcript.Value), cancellationToken);
        return new HandlerResult.Effects(new Partition(tenant, callId.Value), []);
    }

    internal static RecordingFacts Decide(RecordingFacts facts, Transcript transcript) => facts with
    {
        HasTranscript = true, TotalTurns = transcript.Turns.Count, IsAiConversation = facts.IsAiConversation || transcript.AiConversation,
        CallerSpeakingMs = SpeakingMs(transcript, speaker => speaker == Speaker.Caller),
        CalleeSpeakingMs = SpeakingMs(transcript, speaker => speaker is Speaker.Callee or Speaker.Agent),
    };

    private static long SpeakingMs(Transcript transcript, Func<Speaker, bool> who) =>
        transcript.Turns.Where(turn => who(turn.Speaker)).Sum(turn => Math.Max(0, turn.EndMs - turn.StartMs));
}
