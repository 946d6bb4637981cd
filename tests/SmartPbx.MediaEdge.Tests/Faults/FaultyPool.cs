using System.Buffers;

namespace SmartPbx.MediaEdge.Tests.Faults;

/// <summary>A pool whose n-th rent finds no memory, and that knows what is out.</summary>
internal sealed class FaultyPool(NthFault fault) : ArrayPool<byte>
{
    private int _out;

    /// <summary>Buffers that are rented and not given back.</summary>
    public int Out => Volatile.Read(ref _out);

    public override byte[] Rent(int minimumLength)
    {
        if (fault.Strikes()) throw new InsufficientMemoryException("as the test wants it");
        Interlocked.Increment(ref _out);
        return Shared.Rent(minimumLength);
    }

    public override void Return(byte[] array, bool clearArray = false)
    {
        Interlocked.Decrement(ref _out);
        Shared.Return(array, clearArray);
    }
}
