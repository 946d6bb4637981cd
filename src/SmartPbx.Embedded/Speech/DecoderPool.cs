namespace SmartPbx.Embedded.Speech;

/// <summary>
/// Decoders of one language model, made when needed and at most so many: memory is bounded, and who finds none waits. A retired pool (its model was
/// rebuilt) frees each decoder as it comes home.
/// </summary>
internal sealed class DecoderPool(Func<SphinxDecoder> create, int limit, IReadOnlySet<string>? domainWords, DecodingThreads threads) : IDisposable
{
    private readonly SemaphoreSlim _places = new(limit, limit);
    private readonly Lock _lock = new();
    private readonly Stack<SphinxDecoder> _idle = new();
    private bool _retired;

    /// <summary>Words of the tenant's own model; null for the general model.</summary>
    public IReadOnlySet<string>? DomainWords { get; } = domainWords;

    public async Task<SphinxDecoder> RentAsync(CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            lock (_lock)
                if (_idle.TryPop(out var idle))
                    return idle;
            return await threads.RunAsync(create, cancellationToken);
        }
        catch
        {
            _places.Release();
            throw;
        }
    }

    public void Return(SphinxDecoder decoder)
    {
        decoder.Discard();
        lock (_lock)
        {
            if (!_retired)
                _idle.Push(decoder);
            else
                decoder.Dispose();
        }
        _places.Release();
    }

    /// <summary>Frees the idle decoders now and the rented ones when they return.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _retired = true;
            while (_idle.TryPop(out var idle))
                idle.Dispose();
        }
    }
}
