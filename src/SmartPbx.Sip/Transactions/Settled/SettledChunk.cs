using System.Runtime.InteropServices;

namespace SmartPbx.Sip.Transactions.Settled;

/// <summary>A piece of the memory, written from its beginning and read behind.</summary>
internal sealed unsafe class SettledChunk : SafeHandle
{
    public SettledChunk(int length)
        : base(0, ownsHandle: true)
    {
        SetHandle((nint)NativeMemory.Alloc((nuint)length));
        Length = length;
    }

    public override bool IsInvalid => handle == 0;

    public int Length { get; }

    /// <summary>By which slots name it.</summary>
    public int Number { get; set; }

    /// <summary>Bytes written.</summary>
    public int Written { get; set; }

    /// <summary>Bytes that are needed no more.</summary>
    public int Passed { get; set; }

    public Span<byte> Slice(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)start + (uint)length, (uint)Length);
        ObjectDisposedException.ThrowIf(IsClosed, this);
        return new Span<byte>((byte*)handle + start, length);
    }

    protected override bool ReleaseHandle()
    {
        NativeMemory.Free((void*)handle);
        return true;
    }
}
