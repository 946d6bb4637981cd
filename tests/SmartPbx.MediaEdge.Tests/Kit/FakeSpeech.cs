using System.Runtime.CompilerServices;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Knowledge;
using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Speech;

namespace SmartPbx.MediaEdge.Tests.Kit;

/// <summary>A voice that beeps for 200 ms, a recogniser that understands nothing, a model that knows nothing.</summary>
internal sealed class FakeSpeech : ITextToSpeech, ISpeechToText, IChatModel, IKnowledgeIndex
{
    public const int PhraseMs = 200;
    private const int BeepHz = 1000;

    public bool IsMute { get; set; }

    public async IAsyncEnumerable<ReadOnlyMemory<short>> SpeakAsync(SpeechRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (IsMute) throw new IOException("no voice");
        await Task.CompletedTask;
        yield return Tone.Sine(BeepHz, PhraseMs, request.SampleRateHz);
    }

    public bool Supports(string language) => false;

    public ValueTask<ISpeechStream> OpenAsync(SpeechOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Recognition> RecognizeAsync(SpeechOptions options, ReadOnlyMemory<short> pcm, CancellationToken cancellationToken) => Task.FromResult(Recognition.Nothing);

    public async IAsyncEnumerable<ChatDelta> AnswerAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield return new ChatDelta("", 0);
    }

    public Task UpsertAsync(TenantId tenant, IReadOnlyList<KnowledgeItem> items, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DeleteAsync(TenantId tenant, IReadOnlyList<KnowledgeItemId> ids, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<KnowledgeHit>> SearchAsync(TenantId tenant, KnowledgeQuery query, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<KnowledgeHit>>([]);
}
