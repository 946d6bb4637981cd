using System.Buffers;
using Microsoft.Extensions.Logging;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Speech;
using SmartPbx.Media.Codecs;
using SmartPbx.Embedded.Knowledge;

namespace SmartPbx.Embedded.Speech;

/// <summary>
/// Speech to text by pocketsphinx (English). The tenant model is built from the tenant's indexed knowledge and rebuilt in the background when it changes;
/// the general model understands anything, less well and slower. <see cref="Recognition.Confidence"/> of the tenant model includes whether the words are
/// the tenant's: speech about something else scores low even where its sounds were understood.
/// </summary>
public sealed class PocketSphinxSpeechToText : ISpeechToText, IAsyncDisposable
{
    /// <summary>Decoders of the general model, shared by all tenants: each holds some 100 MB and a core while it works.</summary>
    public const int MaxGeneralDecoders = 2;

    // Second decodings of calls, a recording, and a model that is loaded.
    private const int WholeAtOnce = MaxGeneralDecoders + 2;

    private readonly TenantModels _tenants;
    private readonly DecoderPool _general;
    private readonly DecodingThreads _along = new("decoding", Environment.ProcessorCount); // as people speak
    private readonly DecodingThreads _whole = new("decoding-whole", WholeAtOnce); // what takes a second or more: nobody who speaks waits for its end
    private int _disposed;

    public PocketSphinxSpeechToText(IKnowledgeFeed knowledge, ILogger<PocketSphinxSpeechToText> logger)
    {
        _tenants = new TenantModels(knowledge, new EnglishResources(new LanguageModelRecipe()), _whole, logger);
        _general = new DecoderPool(() => new SphinxDecoder(SphinxModel.LanguageModel, SphinxModel.Dictionary), MaxGeneralDecoders, domainWords: null, _whole);
    }

    public bool Supports(string language) => language.StartsWith("en", StringComparison.OrdinalIgnoreCase);

    /// <summary>Loads the general model (seconds) and the tenant's, so that the first call need not wait for them.</summary>
    public async Task PrewarmAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        await _tenants.UpToDateAsync(tenant, cancellationToken);
        _general.Return(await _general.RentAsync(cancellationToken));
    }

    /// <summary>Waits until the tenant's model holds all that is indexed now (a rebuild takes well below a second).</summary>
    public Task UpToDateAsync(TenantId tenant, CancellationToken cancellationToken) => _tenants.UpToDateAsync(tenant, cancellationToken);

    public ValueTask<ISpeechStream> OpenAsync(SpeechOptions options, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ISpeechStream>(new PocketSphinxStream(options.SampleRateHz, token => PoolAsync(options, token), _along));

    public async Task<Recognition> RecognizeAsync(SpeechOptions options, ReadOnlyMemory<short> pcm, CancellationToken cancellationToken)
    {
        var pool = await PoolAsync(options, cancellationToken);
        var pieces = PauseSplitter.Split(pcm.Span, options.SampleRateHz);
        var parts = new List<Recognition>(pieces.Count);
        foreach (var piece in pieces)
        {
            // A decoder for each piece: a long recording does not keep it from a call in between.
            var decoder = await pool.RentAsync(cancellationToken);
            try
            {
                var words = await _whole.RunAsync(() => decoder.Decode(Widen(pcm.Span[piece], options.SampleRateHz)), cancellationToken);
                parts.Add(Evidence.Weigh(words, pool.DomainWords, StartMs(piece, options.SampleRateHz)));
            }
            finally
            {
                pool.Return(decoder);
            }
        }
        return Evidence.Join(parts);
    }

    /// <summary>May be called more than once: a container disposes what is registered under two types twice.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await _tenants.DisposeAsync();
        _general.Dispose();
        _along.Dispose();
        _whole.Dispose();
    }

    internal static ReadOnlySpan<short> Widen(ReadOnlySpan<short> pcm, int sampleRateHz)
    {
        var resampler = new ResamplingWriter(sampleRateHz, SphinxDecoder.SampleRateHz);
        var wide = new ArrayBufferWriter<short>(pcm.Length * SphinxDecoder.SampleRateHz / sampleRateHz + 1);
        resampler.Write(pcm, wide);
        resampler.Flush(wide);
        return wide.WrittenSpan;
    }

    private async Task<DecoderPool> PoolAsync(SpeechOptions options, CancellationToken cancellationToken) =>
        options.Model == RecognitionModel.General ? _general : await _tenants.CurrentAsync(options.Tenant, cancellationToken);

    private static int StartMs(Range piece, int sampleRateHz) => (int)(piece.Start.Value * 1000L / sampleRateHz);
}
