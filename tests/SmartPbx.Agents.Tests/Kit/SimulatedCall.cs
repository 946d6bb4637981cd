using Microsoft.Extensions.Logging.Abstractions;
using SmartPbx.Agents.Conversations;
using SmartPbx.Agents.Hitl;
using SmartPbx.Agents.Phrases;
using SmartPbx.Agents.Speaking;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Media.Relay;

namespace SmartPbx.Agents.Tests.Kit;

/// <summary>A whole call in steps of 20 ms on one thread: caller audio in, agent audio out, everything between is the product.</summary>
internal sealed class SimulatedCall : IDisposable
{
    public const int TickMs = 20;

    public static readonly TenantId Tenant = new("demo");

    private readonly SteppedScheduler _scheduler = new();
    private readonly CancellationTokenSource _hangUp = new();
    private readonly Queue<short[]> _callerFrames = new();
    private readonly short[] _silence = CallerVoice.Silence(TickMs);
    private readonly short[] _played = new short[CallerVoice.FrameSamples];
    private Task<ConversationEnd>? _task;

    public SimulatedCall(string callId = "edge1-call1")
    {
        CallId = new CallId(callId);
        Clock = new ManualTime();
        Stt = new FakeSpeechToText(Clock);
        Tts = new FakeTextToSpeech(Clock);
        Chat = new FakeChatModel(Clock);
        Knowledge = new FakeKnowledge(Clock);
        Line = new TestLine(Clock);
        Phrases = new PhraseCache(Tts);
        Desk = new OperatorDesk(new EdgeId("edge1"), Store, Blobs, RealTime, Commands, Clock, Ids, NullLogger<OperatorDesk>.Instance);
    }

    public CallId CallId { get; }
    public ManualTime Clock { get; }
    public FakeSpeechToText Stt { get; }
    public FakeTextToSpeech Tts { get; }
    public FakeChatModel Chat { get; }
    public FakeKnowledge Knowledge { get; }
    public TestLine Line { get; }
    public PhraseCache Phrases { get; }
    public MemoryStore Store { get; } = new();
    public MemoryBlobs Blobs { get; } = new();
    public FakeRealTime RealTime { get; } = new();
    public FakeCommands Commands { get; } = new();
    public CountingIds Ids { get; } = new();
    public OperatorDesk Desk { get; }
    public RecordedEvents Events { get; } = new();
    public AgentSettings Settings { get; set; } = new() { Persona = "Acme" };
    public string Language { get; set; } = "en-US";
    public bool PersonAvailable { get; set; } = true;

    /// <summary>One entry a tick: whether the agent's speech was played.</summary>
    public List<bool> Speech { get; } = [];

    /// <summary>One entry a tick: whether anything, speech or music, was played.</summary>
    public List<bool> Sound { get; } = [];

    public long NowMs => Line.ElapsedMs;
    public AgentState State => Events.States.Count == 0 ? AgentState.Idle : Events.States[^1];
    public bool HasEnded => _task!.IsCompleted;
    public ConversationEnd End => HasEnded ? _task!.GetAwaiter().GetResult() : throw new InvalidOperationException("the conversation has not ended");
    public PhraseSet Texts => PhraseBook.For(Language, Settings, "1000");

    /// <summary>Begins the conversation, with the fixed phrases fetched unless told otherwise.</summary>
    public SimulatedCall Begin(bool prefetch = true)
    {
        if (prefetch) Phrases.PrefetchAsync(Tenant, "1000", Language, Settings, TestLine.RateHz, CancellationToken.None).GetAwaiter().GetResult();
        var services = new ConversationServices
        {
            SpeechToText = Stt, ChatModel = Chat, Knowledge = Knowledge, Phrases = Phrases, Desk = Desk, Clock = Clock, Ids = Ids, Logger = NullLogger.Instance,
            Scheduler = _scheduler,
        };
        var context = new ConversationContext(Tenant, CallId, new EdgeId("edge1"), "5551234", "1000", Language, Settings, PersonAvailable, ManualTime.Start);
        _task = new Conversation(services, context, Line, Events).RunAsync(_hangUp.Token);
        _scheduler.RunAll();
        return this;
    }

    /// <summary>Begins and lets the greeting end.</summary>
    public SimulatedCall BeginListening()
    {
        Begin();
        RunUntil(() => State == AgentState.Listening);
        return this;
    }

    public void Step()
    {
        Clock.Advance(TimeSpan.FromMilliseconds(TickMs));
        _scheduler.RunAll();
        var waiting = MediaAccess.Waiting(Line.CallerAudio) == 1;
        var frame = _callerFrames.TryDequeue(out var spoken) ? spoken : _silence;
        MediaAccess.Write(Line.CallerAudio, frame, new TapFrame(0, 0, TapFrameKind.Audio));
        if (waiting) _scheduler.RunAfterWake();
        var before = Line.Playout.PlayedSamples;
        Sound.Add(MediaAccess.TryTake(Line.Playout, _played));
        Speech.Add(Line.Playout.PlayedSamples > before);
    }

    public void Run(int milliseconds)
    {
        for (var ms = 0; ms < milliseconds && !HasEnded; ms += TickMs) Step();
    }

    /// <summary>Runs until something is so; fails after two simulated minutes.</summary>
    public void RunUntil(Func<bool> condition, int atMostMs = 120_000)
    {
        for (var ms = 0; ms < atMostMs; ms += TickMs)
        {
            if (condition()) return;
            if (HasEnded) break;
            Step();
        }
        Assert.Fail($"still {State} at {NowMs} ms; events: {string.Join(" | ", Events.All.TakeLast(16).Select(e => e.Payload.ToString()!.Split(',')[0]))}");
    }

    public void RunUntilEnded() => RunUntil(() => HasEnded);

    /// <summary>The caller makes these sounds from now on.</summary>
    public void Hear(params short[][] sounds)
    {
        foreach (var chunk in sounds.SelectMany(s => s).Chunk(CallerVoice.FrameSamples).Where(c => c.Length == CallerVoice.FrameSamples)) _callerFrames.Enqueue(chunk);
    }

    /// <summary>The caller says a sentence, and is then silent.</summary>
    public void Say(string text, double confidence = 0.95, int milliseconds = 1400)
    {
        Stt.Says(text, confidence);
        Hear(CallerVoice.Speech(milliseconds));
        RunUntil(() => _callerFrames.Count == 0);
    }

    public void Press(char digit)
    {
        Line.Keys.Writer.TryWrite(digit);
        _scheduler.RunAll();
    }

    public void HangUp()
    {
        _hangUp.Cancel();
        _scheduler.RunAll();
    }

    /// <summary>Lets a signal that travels by the thread pool arrive.</summary>
    public void Arrive() => _scheduler.RunAfterWake();

    public void Operator(OperatorStatus status, string user = "operator") =>
        Store.CommitAsync(new Partition(Tenant, HitlDocuments.PresencePartition),
            [DocumentOperation.Upsert(HitlDocuments.Presence, user, new OperatorPresence
            {
                TenantId = Tenant, UserId = new UserId(user), Status = status, HeartbeatAt = Clock.GetUtcNow(), IdleSince = Clock.GetUtcNow(),
            })], CancellationToken.None);

    public HitlAlert Alert => Store.All(HitlDocuments.Alerts).Single();

    public void AnswerAlert(string answer, bool tell = true, bool save = true)
    {
        var alert = Alert;
        var answered = alert with { Status = AlertStatus.Answered, Answer = answer, AnsweredBy = alert.AssignedTo, AnsweredAt = Clock.GetUtcNow(), SaveToKnowledge = save };
        Store.CommitAsync(new Partition(Tenant, CallId.Value), [DocumentOperation.Upsert(HitlDocuments.Alerts, alert.AlertId.Value, answered)], CancellationToken.None);
        if (!tell) return;
        Commands.Send(new EdgeCommand("c1", Clock.GetUtcNow().AddSeconds(5), EdgeCommand.HitlAnswered, Tenant, CallId, alert.AlertId));
        Arrive();
    }

    public void Dispose()
    {
        _hangUp.Cancel();
        _scheduler.RunAll();
        Desk.Dispose();
        _hangUp.Dispose();
        Line.CallerAudio.Dispose();
    }
}
