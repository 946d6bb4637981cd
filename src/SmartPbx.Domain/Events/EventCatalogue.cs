using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Knowledge;
using SmartPbx.Domain.Transcripts;

namespace SmartPbx.Domain.Events;

/// <summary>
/// Every event of the product (DATA-5): these names and no others, with one payload type each. Payload fields only ever grow.
/// Durable ones travel the bus and reach webhooks; the others exist in real time only.
/// </summary>
public static class EventCatalogue
{
    public static readonly EventType<CallStarted> CallStarted = new("call.started", true);
    public static readonly EventType<CallAnswered> CallAnswered = new("call.answered", true);
    public static readonly EventType<CallDetailRecord> CallEnded = new("call.ended", true);
    public static readonly EventType<CallDetailRecord> CallFailed = new("call.failed", true);
    public static readonly EventType<RecordingSaved> CallRecordingSaved = new("call.recording_saved", true);
    public static readonly EventType<CallSupervised> CallSupervised = new("call.supervised", true);
    public static readonly EventType<AiActivated> AiActivated = new("ai.activated", true);
    public static readonly EventType<AgentStateChanged> AgentStateChanged = new("agent.state", false);
    public static readonly EventType<AgentSpeaking> AgentSpeaking = new("agent.speaking", false);
    public static readonly EventType<QueryProcessed> AgentQueryProcessed = new("agent.query_processed", true);
    public static readonly EventType<QueryProcessed> AgentLowConfidence = new("agent.low_confidence", true);
    public static readonly EventType<TranscriptChunk> TranscriptChunk = new("transcript.chunk", false);
    public static readonly EventType<TranscriptGenerated> TranscriptGenerated = new("transcript.generated", true);
    public static readonly EventType<KnowledgeExtracted> KnowledgeExtracted = new("knowledge.extracted", true);
    public static readonly EventType<KnowledgeItem> KnowledgeCreated = new("knowledge.created", true);
    public static readonly EventType<KnowledgeItem> KnowledgeUpdated = new("knowledge.updated", true);
    public static readonly EventType<HitlAlert> HitlRequested = new("hitl.requested", true);
    public static readonly EventType<HitlResolved> HitlResolved = new("hitl.resolved", true);
    public static readonly EventType<HitlFeedback> HitlFeedbackSubmitted = new("hitl.feedback_submitted", true);
    public static readonly EventType<UsageMetered> UsageMetered = new("usage.metered", true);
    public static readonly EventType<ConfigChanged> ConfigChanged = new("config.changed", true);
    public static readonly EventType<OutboundBlocked> OutboundBlocked = new("outbound.blocked", true);
    public static readonly EventType<TrunkStateChanged> TrunkStateChanged = new("trunk.state_changed", true);

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyDictionary<string, EventType> All { get; } = new EventType[]
    {
        CallStarted, CallAnswered, CallEnded, CallFailed, CallRecordingSaved, CallSupervised, AiActivated, AgentStateChanged, AgentSpeaking, AgentQueryProcessed,
        AgentLowConfidence, TranscriptChunk, TranscriptGenerated, KnowledgeExtracted, KnowledgeCreated, KnowledgeUpdated, HitlRequested, HitlResolved,
        HitlFeedbackSubmitted, UsageMetered, ConfigChanged, OutboundBlocked, TrunkStateChanged,
    }.ToDictionary(t => t.Name, StringComparer.Ordinal);
}
