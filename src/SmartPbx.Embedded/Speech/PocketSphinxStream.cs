using System.Buffers;
using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Speech;
using SmartPbx.Media.Codecs;

namespace SmartPbx.Embedded.Speech;

/// <summary>
/// One caller's stream. A decoder is rented for the length of an utterance; it decodes along for the interim text. At the end only its last
/// passes over the word lattice are left: decoding the whole once more, with the channel's mean known from the start, finds no better words.
/// </summary>
internal sealed class PocketSphinxStream(int sampleRateHz, Func<CancellationToken, Task<DecoderPool>> poolOf, DecodingThreads threads) : ISpeechStream
{
    /// <summary>What is said beyond this in one breath is not recognised.</summary>
    public const int MaxUtteranceMs = 30_000;

    // A decoder is native and knows no threads: an operation that its caller gave up waiting for must end before the decoder goes home.
    private readonly SemaphoreSlim _operation = new(1, 1);
    private readonly ArrayBufferWriter<short> _utterance = new();
    private ResamplingWriter _resampler = new(sampleRateHz, SphinxDecoder.SampleRateHz);
    private DecoderPool? _pool;
    private SphinxDecoder? _decoder;
    private bool _disposed;

    public async ValueTask<string> WriteAsync(ReadOnlyMemory<short> pcm, CancellationToken cancellationToken)
    {
        await _operation.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_decoder is null)
            {
                _pool = await poolOf(cancellationToken);
                _decoder = await _pool.RentAsync(cancellationToken);
            }
            return await threads.RunAsync(() => Decode(_decoder, pcm.Span), cancellationToken);
        }
        finally
        {
            _operation.Release();
        }
    }

    public async ValueTask<Recognition> FinishAsync(CancellationToken cancellationToken)
    {
        await _operation.WaitAsync(cancellationToken);
        try
        {
            if (_decoder is not { } decoder)
                return Recognition.Nothing;
            return await threads.RunAsync(() => Evidence.Weigh(decoder.Finish(), _pool!.DomainWords, startMs: 0), cancellationToken);
        }
        finally
        {
            GiveBack();
            _operation.Release();
        }
    }

    public async ValueTask DiscardAsync(CancellationToken cancellationToken)
    {
        await _operation.WaitAsync(cancellationToken);
        GiveBack();
        _operation.Release();
    }

    public async ValueTask DisposeAsync()
    {
        await _operation.WaitAsync();
        _disposed = true;
        GiveBack();
        _operation.Release();
    }

    private string Decode(SphinxDecoder decoder, ReadOnlySpan<short> pcm)
    {
        var decoded = _utterance.WrittenCount;
        if (decoded < MaxUtteranceMs * (SphinxDecoder.SampleRateHz / 1000))
        {
            _resampler.Write(pcm, _utterance);
            decoder.Write(_utterance.WrittenSpan[decoded..]);
        }
        return decoder.Interim();
    }

    private void GiveBack()
    {
        if (_decoder is not null)
            _pool!.Return(_decoder);
        _decoder = null;
        _utterance.ResetWrittenCount();
        _resampler = new ResamplingWriter(sampleRateHz, SphinxDecoder.SampleRateHz);
    }
}
