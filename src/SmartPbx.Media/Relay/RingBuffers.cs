using System.Runtime.InteropServices;

namespace SmartPbx.Media.Relay;

/// <summary>
/// Where a ring receives to: the kernel takes the next buffer for each datagram, and gets it back when it has been used. What is sent from elsewhere is
/// copied beside them, for it must stay until it is handed over.
/// </summary>
internal sealed unsafe class RingBuffers : IDisposable
{
    public const int BufferBytes = 2048;

    private const int EntryBytes = 16; // struct io_uring_buf: address, length, number
    private const int TailOffset = 14; // of the ring, in the reserved part of its first entry
    private const int CopyBytes = 256 * 1024;
    private const int PageBytes = 4096;

    private readonly int _count;
    private readonly byte* _ring;
    private readonly byte* _buffers;
    private readonly byte* _copies = (byte*)NativeMemory.Alloc(CopyBytes);
    private readonly ushort[] _used;
    private int _usedCount;
    private int _copied;
    private ushort _tail;

    /// <param name="count">A power of two.</param>
    public RingBuffers(int count)
    {
        _count = count;
        _ring = (byte*)NativeMemory.AlignedAlloc((nuint)(count * EntryBytes), PageBytes);
        _buffers = (byte*)NativeMemory.AlignedAlloc((nuint)(count * BufferBytes), PageBytes);
        _used = new ushort[count];
        new Span<byte>(_ring, count * EntryBytes).Clear();
        for (ushort i = 0; i < count; i++) _used[i] = i;
        _usedCount = count;
        GiveBack();
    }

    public byte* this[int number] => _buffers + number * BufferBytes;

    public bool TryProvideTo(IoRing ring) => ring.TryProvideBuffers(_ring, _count);

    /// <summary>The buffer goes back with the others when all that was written has been handed over.</summary>
    public void Use(int number) => _used[_usedCount++] = (ushort)number;

    /// <summary>What was to be sent has been handed over: used buffers go back, and copies are forgotten.</summary>
    public void GiveBack()
    {
        ForgetCopies();
        if (_usedCount == 0) return;
        for (int i = 0; i < _usedCount; i++)
        {
            byte* entry = _ring + (_tail++ & (_count - 1)) * EntryBytes;
            *(ulong*)entry = (ulong)this[_used[i]];
            *(uint*)(entry + 8) = BufferBytes;
            *(ushort*)(entry + 12) = _used[i];
        }
        _usedCount = 0;
        Volatile.Write(ref *(ushort*)(_ring + TailOffset), _tail);
    }

    /// <summary>These bytes where they stay until they are handed over.</summary>
    /// <returns>Null when there is no room before that.</returns>
    public byte* Keep(byte* bytes, int length)
    {
        if (bytes >= _buffers && bytes < _buffers + _count * BufferBytes) return bytes;
        if (_copied + length > CopyBytes) return null;
        byte* copy = _copies + _copied;
        _copied += length;
        Buffer.MemoryCopy(bytes, copy, length, length);
        return copy;
    }

    /// <summary>The copies have been sent. Buffers may still be in use.</summary>
    public void ForgetCopies() => _copied = 0;

    public void Dispose()
    {
        NativeMemory.AlignedFree(_ring);
        NativeMemory.AlignedFree(_buffers);
        NativeMemory.Free(_copies);
    }
}
