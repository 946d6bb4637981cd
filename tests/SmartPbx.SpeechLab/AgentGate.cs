using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using SmartPbx.Agents.Answering;
using SmartPbx.Agents.Conversations;
using SmartPbx.Agents.Speaking;
using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Speech;
using SmartPbx.Embedded.Answering;
using SmartPbx.Embedded.Speech;

namespace SmartPbx.SpeechLab;

/// <summary>The voice agent's own decision about a turn: its retrieval, second decoding, thresholds and the model's signal, without a call around it.</summary>
public sealed class AgentGate
{
    private const int SamplesPerMs = FliteCaller.SampleRateHz / 1000;
    private readonly Mailbox _mailbox = new();
    private readonly Answerer _answerer;

    public AgentGate(TenantId tenant, ISpeechToText speech, IKnowledgeIndex knowledge)
    {
        var services = new ConversationServices
        {
            SpeechToText = speech, ChatModel = new ExtractiveAnswerer(), Knowledge = knowledge, Phrases = new PhraseCache(new EspeakTextToSpeech()),
            // A decision asks nobody yet.
            Desk = null!, Clock = TimeProvider.System, Ids = new UlidSource(TimeProvider.System), Logger = NullLogger.Instance,
        };
        var context = new ConversationContext(tenant, new CallId("lab"), new EdgeId("lab"), "", "", Language, new AgentSettings(), false, DateTimeOffset.UnixEpoch);
        _answerer = new Answerer(services, context, new SpeechOptions(tenant, Language, FliteCaller.SampleRateHz, RecognitionModel.Tenant), _mailbox);
    }

    public static string Language => "en-US";

    /// <summary>What the caller is told; null when anything but an answer is the outcome. And the text and confidence that the agent goes by.</summary>
    public async Task<(string? Answer, string Question, double Confidence)> DecideAsync(Recognition recognition, short[] audio)
    {
        var turn = new CallerTurn
        {
            Number = 1, Text = recognition.Text, Confidence = recognition.Confidence, Audio = audio, VoiceMs = audio.Length / SamplesPerMs,
        };
        await _answerer.AnswerAsync(turn, Channel.CreateUnbounded<string>().Writer, CancellationToken.None);
        AnswerDecision? decision = null;
        while (_mailbox.Reader.TryRead(out var signal))
            decision = signal switch { Decided d => d.Decision, AnswerDone d => d.Decision, _ => decision };
        return decision is null ? throw new InvalidOperationException("The agent decided nothing.")
            : (decision.Kind == AnswerKind.Answer ? decision.Answer : null, decision.Question, decision.Confidence);
    }
}
