using System.Buffers.Binary;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Knowledge;
using SmartPbx.Domain.Supervision;
using SmartPbx.Domain.Transcripts;

namespace SmartPbx.Functions.Tests.Support;

/// <summary>Records as the edge makes them.</summary>
internal static class Samples
{
    public static readonly CallId Call = new("e1-call1");
    public static readonly EdgeId Edge = new("e1");
    public static readonly DateTimeOffset Start = new(2026, 11, 20, 8, 59, 0, TimeSpan.Zero);
    public static readonly string Folder = CallPaths.Folder(Call, Start);

    public static CallStarted Started => new(Call, Edge, "0101", "1000", Start);

    public static CallDetailRecord Cdr => new()
    {
        CallId = Call, TenantId = FunctionApp.Acme, EdgeId = Edge, Caller = "0101", Callee = "1000", CallType = CallType.AiCall, State = CallState.Terminated,
        Outcome = CallOutcome.CallerHungUp, StartedAt = Start, AnsweredAt = Start.AddSeconds(10), EndedAt = Start.AddSeconds(40.5), DurationMs = 30_500,
        AiHandled = true, SipStatus = 200, Q850Cause = 16, SttMs = 9_000, TtsCharacters = 250,
        Segments = [new(CallSegmentKind.Bridged, 0, 10_000), new(CallSegmentKind.Agent, 10_000, 30_500)],
    };

    public static RecordingSaved Saved(bool agent) => new(Call, "rec1", Folder, Start, Start.AddSeconds(10), 30_500, 8000, agent, agent, "en-US");

    public static TranscriptTurn Turn(Speaker speaker, string text, long startMs, double confidence = 0.9) =>
        new() { Speaker = speaker, Text = text, StartMs = startMs, EndMs = startMs + 2_000, Confidence = confidence };

    public static Transcript Transcript(params TranscriptTurn[] turns) => new()
    {
        CallId = Call, TenantId = FunctionApp.Acme, Language = "en-US", Turns = turns, Quality = turns.Length == 0 ? 0 : turns.Average(turn => turn.Confidence),
    };

    public static HitlAlert Alert(DateTimeOffset now, string id = "alert1", AlertStatus status = AlertStatus.Open) => new()
    {
        AlertId = new AlertId(id), TenantId = FunctionApp.Acme, CallId = Call, EdgeId = Edge, Status = status, Reason = HitlReason.LowConfidence,
        Urgency = Urgency.High, Caller = "0101", Language = "en-US", Question = "where is my parcel shelf", QuestionAudioPath = Folder + "hitl-alert1.wav",
        Confidence = 0.2, AssignedTo = new UserId("operator"), CreatedAt = now, Deadline = now.AddSeconds(60),
    };

    public static CallSupervision Supervision(DateTimeOffset now, SupervisionStatus status = SupervisionStatus.Active) => new()
    {
        SupervisionId = new SupervisionId("s1"), TenantId = FunctionApp.Acme, CallId = Call, EdgeId = Edge, By = new UserId("operator"), Extension = "1008",
        Mode = SupervisionMode.Listen, Status = status, AskedAt = now, JoinedAt = now, LastCommand = "first",
    };

    public static KnowledgeItem Item(DateTimeOffset now, string id = "item1", KnowledgeStatus status = KnowledgeStatus.Active) => new()
    {
        ItemId = new KnowledgeItemId(id), TenantId = FunctionApp.Acme, Question = "When do you open on Sunday?", Answer = "On Sunday the shop opens at ten in the morning.",
        Language = "en-US", Source = KnowledgeSource.Manual, Status = status, CreatedAt = now, UpdatedAt = now, ChangedBy = "admin",
    };

    public static UnresolvedRequest Unresolved(DateTimeOffset now) => new()
    {
        RequestId = "req1", TenantId = FunctionApp.Acme, CallId = Call, Caller = "0101", Question = "do you repair chairs", Reason = HitlReason.LowConfidence,
        Confidence = 0.1, Status = UnresolvedStatus.Unresolved, CreatedAt = now,
    };

    /// <summary>A two-channel WAV at 8 kHz whose channels hold one value each.</summary>
    public static byte[] Recording(short caller, short callee, int frames = 8_000)
    {
        var wav = new byte[44 + frames * 4];
        SmartPbx.Media.Audio.WavFormat.WriteHeader(wav, 8000, 2, frames * 4);
        for (var frame = 0; frame < frames; frame++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(44 + frame * 4), caller);
            BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(46 + frame * 4), callee);
        }
        return wav;
    }
}
