using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Knowledge;
using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Speech;
using SmartPbx.Embedded.Knowledge;
using SmartPbx.Embedded.Speech;

namespace SmartPbx.SpeechLab;

/// <summary>The way of a question on the embedded default: caller's audio → tenant model → the agent's decision.</summary>
public sealed class LocalChain : IAsyncDisposable
{
    public static readonly TenantId Tenant = new("lab");
    private const int PacketSamples = FliteCaller.SampleRateHz / 50;
    private readonly string _folder;
    private readonly EmbeddedKnowledgeIndex _index;
    private readonly PocketSphinxSpeechToText _speech;
    private readonly AgentGate _agent;

    private LocalChain(string folder)
    {
        _folder = folder;
        _index = new EmbeddedKnowledgeIndex(folder);
        _speech = new PocketSphinxSpeechToText(_index, NullLogger<PocketSphinxSpeechToText>.Instance);
        _agent = new AgentGate(Tenant, _speech, _index);
    }

    public static async Task<LocalChain> StartAsync(IReadOnlyList<KnowledgeItem> items, bool prewarm)
    {
        var chain = new LocalChain(Directory.CreateTempSubdirectory("speech-lab-").FullName);
        await chain._index.UpsertAsync(Tenant, items, CancellationToken.None);
        if (prewarm)
            await chain._speech.PrewarmAsync(Tenant, CancellationToken.None);
        return chain;
    }

    public async Task<Decision> DecideByTextAsync(string question)
    {
        var heard = new Recognition(question, 1, []);
        var (answer, text, confidence) = await _agent.DecideAsync(heard, []);
        return new Decision(question, answer, heard, (text, confidence), 0, 1, 0, 0, 0, 0);
    }

    public async Task<Decision> DecideAsync(string question, string voice)
    {
        var audio = FliteCaller.Say(question, voice);
        await using var stream = await _speech.OpenAsync(Options(), CancellationToken.None);
        var start = CpuMs();
        await HearAsync(stream, audio);
        var end = CpuMs();
        var heard = await stream.FinishAsync(CancellationToken.None);
        var recognized = CpuMs();
        var (answer, text, confidence) = await _agent.DecideAsync(heard, audio);
        var reference = SpokenText.Sentences(question).SelectMany(s => s).ToList();
        return new Decision(question, answer, heard, (text, confidence), WordErrors.Count(reference, heard.Text.Split(' ')), reference.Count,
            audio.Length * 1000.0 / FliteCaller.SampleRateHz, recognized - start, recognized - end, CpuMs() - recognized);
    }

    public async ValueTask DisposeAsync()
    {
        await _speech.DisposeAsync();
        _index.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task HearAsync(ISpeechStream stream, short[] audio)
    {
        for (var i = 0; i < audio.Length; i += PacketSamples)
            await stream.WriteAsync(audio.AsMemory(i, Math.Min(PacketSamples, audio.Length - i)), CancellationToken.None);
    }

    private static double CpuMs() => Process.GetCurrentProcess().TotalProcessorTime.TotalMilliseconds;

    private static SpeechOptions Options() => new(Tenant, AgentGate.Language, FliteCaller.SampleRateHz, RecognitionModel.Tenant);
}
