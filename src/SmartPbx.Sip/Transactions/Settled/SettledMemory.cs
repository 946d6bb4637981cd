namespace SmartPbx.Sip.Transactions.Settled;

/// <summary>
/// Bytes in chunks outside the heap of the runtime: a collection neither reads nor moves them, and their coming and going is no reason for one. Used chunks are used
/// again. Owned by the loop.
/// </summary>
internal sealed class SettledMemory : IDisposable
{
    private const int ChunkBytes = 1 << 17;

    /// <summary>Chunks at rest that are kept: what some seconds of calls leave.</summary>
    private const int MaxIdle = 32;

    private readonly List<SettledChunk?> _chunks = [];
    private readonly Stack<int> _free = [];
    private readonly Stack<SettledChunk> _idle = [];

    public Span<byte> this[SettledSlot slot] => _chunks[slot.Chunk]!.Slice(slot.Start, slot.Length);

    /// <summary>A chunk with room for this many bytes at least.</summary>
    public SettledChunk Rent(int length)
    {
        if (!_free.TryPop(out int number))
        {
            number = _chunks.Count;
            _chunks.Add(null);
        }
        var chunk = length <= ChunkBytes && _idle.TryPop(out var idle) ? idle : new SettledChunk(Math.Max(length, ChunkBytes));
        (chunk.Number, chunk.Written, chunk.Passed) = (number, 0, 0);
        return _chunks[number] = chunk;
    }

    /// <summary>Nothing in it is needed any more.</summary>
    public void Return(SettledChunk chunk)
    {
        _chunks[chunk.Number] = null;
        _free.Push(chunk.Number);
        if (chunk.Length == ChunkBytes && _idle.Count < MaxIdle)
            _idle.Push(chunk);
        else
            chunk.Dispose();
    }

    /// <summary>Nothing may be looked at afterwards.</summary>
    public void Dispose()
    {
        foreach (var chunk in _chunks)
            chunk?.Dispose();
        foreach (var chunk in _idle)
            chunk.Dispose();
    }
}
