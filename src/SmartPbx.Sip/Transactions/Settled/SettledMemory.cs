namespace SmartPbx.Sip.Transactions.Settled;

/// <summary>
/// Bytes in chunks that are large objects: a collection neither reads nor moves them, however many there are. Used chunks are used again. Owned by the loop.
/// </summary>
internal sealed class SettledMemory
{
    /// <summary>The runtime takes 85,000 bytes and more for a large object.</summary>
    private const int ChunkBytes = 1 << 17;

    /// <summary>Chunks at rest that are kept: what some seconds of calls leave.</summary>
    private const int MaxIdle = 32;

    private readonly List<SettledChunk?> _chunks = [];
    private readonly Stack<int> _freeNumbers = [];
    private readonly Stack<byte[]> _idle = [];

    public Span<byte> this[SettledSlot slot] => _chunks[slot.Chunk]!.Bytes.AsSpan(slot.Start, slot.Length);

    /// <summary>A chunk with room for this many bytes at least.</summary>
    public SettledChunk Rent(int length)
    {
        byte[] bytes = length > ChunkBytes ? new byte[length] : _idle.TryPop(out byte[]? idle) ? idle : new byte[ChunkBytes];
        if (!_freeNumbers.TryPop(out int number))
        {
            number = _chunks.Count;
            _chunks.Add(null);
        }
        return _chunks[number] = new SettledChunk(number, bytes);
    }

    /// <summary>Nothing in it is needed any more.</summary>
    public void Return(SettledChunk chunk)
    {
        _chunks[chunk.Number] = null;
        _freeNumbers.Push(chunk.Number);
        if (chunk.Bytes.Length == ChunkBytes && _idle.Count < MaxIdle)
            _idle.Push(chunk.Bytes);
    }
}
