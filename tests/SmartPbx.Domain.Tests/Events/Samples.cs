using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Knowledge;
using SmartPbx.Domain.Supervision;
using SmartPbx.Domain.Transcripts;
using SmartPbx.Domain.Usage;

namespace SmartPbx.Domain.Tests.Events;

/// <summary>A payload for every event of the catalogue.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset At = new(2026, 11, 20, 9, 30, 15, 250, TimeSpan.Zero);

    private static readonly TenantId Tenant = new("demo");
    private static readonly CallId Call = new("edge-1");
    private static readonly EdgeId Edge = new("edge");
    private static readonly AlertId Alert = new("alert-1");
    private static readonly UserId Operator = new("operator");
    private static readonly KnowledgeItemId ItemId = new("item-1");
    private static readonly RetrievedItem Retrieved = new(ItemId, "영업 시간은?", "아홉 시부터", 0.42);
    private static readonly UsageRow Row = new(Tenant, Call, Meter.TtsCharacters, 1_234, 5, "USD", 1, At);

    private static readonly TranscriptTurn Turn =
        new() { Speaker = Speaker.Agent, Text = "hello", StartMs = 100, EndMs = 900, Confidence = 0.5, Interrupted = true };

    private static readonly LegRecord Leg = new()
    {
        Leg = "a", Direction = "inbound", Trunk = "carrier", SipCallId = "x@y", LocalUri = "sip:1000@demo", RemoteUri = "sip:caller@trunk", LocalTag = "l", RemoteTag = "r",
        Contact = "sip:caller@127.0.0.2", State = CallState.Terminated, SipStatus = 200, StartedAt = At, AnsweredAt = At, EndedAt = At, Codec = "PCMU",
        LocalRtpPort = 10_000, RemoteRtp = "127.0.0.2:4000", PacketsIn = 1, PacketsOut = 2, BytesIn = 3, BytesOut = 4, PacketsLost = 5, JitterMs = 1.5, MosIn = 4.4, MosOut = 4.3,
        RemotePacketsLost = 6, RemoteJitterMs = 2.5, RoundTripMs = 12.5,
    };

    private static readonly SupervisionRecord Supervision = new()
    {
        SupervisionId = new SupervisionId("s1"), By = Operator, Extension = "1011", Changes = [new(At, SupervisionMode.Whisper, SupervisionSide.Callee)], LeftAt = At,
    };

    private static readonly CallDetailRecord Cdr = new()
    {
        CallId = Call, TenantId = Tenant, EdgeId = Edge, Caller = "+82212345678", Callee = "1000", Direction = CallDirection.Outbound, Trunk = "carrier", SentNumber = "+8210",
        CallType = CallType.AiCall, State = CallState.Terminated,
        Outcome = CallOutcome.CallerHungUp, StartedAt = At, RingingAt = At, AnsweredAt = At, EndedAt = At, DurationMs = 12_000, AiHandled = true,
        AiActivatedAt = At, SipStatus = 200, Q850Cause = 16, Codec = "PCMU", SampleRateHz = 8_000, Segments = [new CallSegment(CallSegmentKind.Agent, 0, 12_000)],
        Legs = [Leg], Supervisions = [Supervision], TtsCharacters = 100, SttMs = 5_000,
    };

    private static readonly KnowledgeItem Item = new()
    {
        ItemId = ItemId, TenantId = Tenant, Question = "What are your hours?", Variants = ["when are you open"], Answer = "From nine to six, every day.",
        Category = "information", Language = "en-US", Source = KnowledgeSource.OperatorCorrection, Status = KnowledgeStatus.Review, QualityScore = 0.7,
        Owner = "1000", CallId = Call, Keywords = ["hours"], CreatedAt = At, UpdatedAt = At, ChangedBy = "system", Version = 2,
    };

    private static readonly HitlAlert AlertRecord = new()
    {
        AlertId = Alert, TenantId = Tenant, CallId = Call, EdgeId = Edge, Status = AlertStatus.Delivered, Reason = HitlReason.CallerUnintelligible,
        Urgency = Urgency.High, Caller = "+82212345678", Language = "ko-KR", Question = "주차가 되나요?", QuestionAudioPath = "calls/q.wav", AiAnswer = "maybe",
        Confidence = 0.2, LastTurns = [Turn], Retrieved = [Retrieved], AssignedTo = Operator, CreatedAt = At, Deadline = At, CorrectedQuestion = "주차 되나요?",
        Answer = "네", AnsweredBy = Operator, AnsweredAt = At, DeliveredAt = At, ClosedAt = At, SaveToKnowledge = false,
    };

    private static readonly HitlFeedback Feedback = new()
    {
        FeedbackId = "f1", AlertId = Alert, CallId = Call, Operator = Operator, Type = "real_time", OriginalQuestion = "a", OriginalAnswer = "b", Question = "c",
        Answer = "d", ConfidenceBefore = 0.2, ConfidenceAfter = 0.9, SaveToKnowledge = false, Language = "ko-KR",
    };

    private static readonly QueryProcessed Query = new(Call, "question", "answer", "hitl", 0.31, [Retrieved], 420);

    public static IReadOnlyList<PayloadSample> All { get; } =
    [
        PayloadSample.Of(EventCatalogue.CallStarted, new CallStarted(Call, Edge, "+82212345678", "1000", At)),
        PayloadSample.Of(EventCatalogue.CallAnswered, new CallAnswered(Call, CallSegmentKind.Bridged, At)),
        PayloadSample.Of(EventCatalogue.CallEnded, Cdr),
        PayloadSample.Of(EventCatalogue.CallFailed, Cdr with { Outcome = CallOutcome.Busy, State = CallState.Failed }),
        PayloadSample.Of(EventCatalogue.CallRecordingSaved, new RecordingSaved(Call, "rec-1", "calls/2026/11/20/edge-1/", At, At, 12_000, 8_000, true, true, "en-US")),
        PayloadSample.Of(EventCatalogue.CallSupervised, new CallSupervised(Call, new SupervisionId("s1"), Operator, "1011", SupervisionStatus.Ended, SupervisionMode.Whisper,
            SupervisionSide.Caller, SupervisionReason.HungUp, At, At)),
        PayloadSample.Of(EventCatalogue.AiActivated, new AiActivated(Call, "no_answer", At)),
        PayloadSample.Of(EventCatalogue.AgentStateChanged, new AgentStateChanged(AgentState.Listening)),
        PayloadSample.Of(EventCatalogue.AgentSpeaking, new AgentSpeaking("started", "hello")),
        PayloadSample.Of(EventCatalogue.AgentQueryProcessed, Query),
        PayloadSample.Of(EventCatalogue.AgentLowConfidence, Query),
        PayloadSample.Of(EventCatalogue.TranscriptChunk, new TranscriptChunk(Speaker.Caller, "text", true, 1_500, 0.8)),
        PayloadSample.Of(EventCatalogue.TranscriptGenerated, new TranscriptGenerated(Call, "en-US", 4, 40, 0.9, true)),
        PayloadSample.Of(EventCatalogue.KnowledgeExtracted, new KnowledgeExtracted(Call, [ItemId], [new KnowledgeItemId("item-2")])),
        PayloadSample.Of(EventCatalogue.KnowledgeCreated, Item),
        PayloadSample.Of(EventCatalogue.KnowledgeUpdated, Item with { Status = KnowledgeStatus.Active }),
        PayloadSample.Of(EventCatalogue.HitlRequested, AlertRecord),
        PayloadSample.Of(EventCatalogue.HitlResolved, new HitlResolved(Alert, Call, AlertStatus.Delivered, Operator, 9_000)),
        PayloadSample.Of(EventCatalogue.HitlFeedbackSubmitted, Feedback),
        PayloadSample.Of(EventCatalogue.UsageMetered, new UsageMetered(Call, [Row], 5, "USD")),
        PayloadSample.Of(EventCatalogue.ConfigChanged, new ConfigChanged("number", "1000", "admin")),
        PayloadSample.Of(EventCatalogue.OutboundBlocked, new OutboundBlocked("calls_per_minute", "1008", "+99812345", 30, At)),
        PayloadSample.Of(EventCatalogue.TrunkStateChanged, new TrunkStateChanged(Edge, "carrier", "registration", "down", 403)),
    ];
}
