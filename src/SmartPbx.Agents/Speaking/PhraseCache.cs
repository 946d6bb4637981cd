using System.Collections.Concurrent;
using SmartPbx.Agents.Phrases;
using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Speech;

namespace SmartPbx.Agents.Speaking;

/// <summary>
/// Audio of fixed phrases, so that the greeting plays at once and a failing voice never means dead air. Shared by the calls of the process; the tenant
/// is part of the key.
/// </summary>
public sealed class PhraseCache(ITextToSpeech voice)
{
    /// <summary>Most phrases kept; beyond it the cache starts afresh.</summary>
    public const int MaxPhrases = 2000;

    private readonly ConcurrentDictionary<SpeechRequest, short[]> _audio = new();

    /// <summary>The engine behind the cache, for texts that are not fixed.</summary>
    public ITextToSpeech Voice { get; } = voice;

    /// <summary>Audio of a phrase if it is there.</summary>
    public bool TryGet(SpeechRequest request, out ReadOnlyMemory<short> audio)
    {
        var found = _audio.TryGetValue(request, out var samples);
        audio = samples;
        return found;
    }

    /// <summary>Synthesises a phrase unless it is there. Throws what the voice throws.</summary>
    public async Task FetchAsync(SpeechRequest request, CancellationToken cancellationToken)
    {
        if (_audio.ContainsKey(request)) return;
        var samples = new List<short>();
        await foreach (var chunk in Voice.SpeakAsync(request, cancellationToken)) samples.AddRange(chunk.Span);
        if (samples.Count == 0) return;
        if (_audio.Count >= MaxPhrases) _audio.Clear();
        _audio[request] = [.. samples];
    }

    /// <summary>
    /// Fetches the greeting and all fixed phrases of a number, greeting first. The edge calls it when it learns of a number and again while a call rings;
    /// the second time costs nothing. Throws what the voice throws.
    /// </summary>
    public async Task PrefetchAsync(TenantId tenant, string callee, string language, AgentSettings settings, int sampleRateHz, CancellationToken cancellationToken)
    {
        foreach (var sentence in PhraseBook.For(language, settings, callee).All)
            await FetchAsync(new SpeechRequest(tenant, sentence, PhraseBook.Supported(language), settings.Voice, sampleRateHz), cancellationToken);
    }
}
