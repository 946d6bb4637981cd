using System.Buffers;
using System.Text;

namespace SmartPbx.Sip.Messages;

/// <summary>Collects the bytes of one message or value, in a buffer that goes back to the pool when disposed.</summary>
internal sealed class SipMessageWriter : IDisposable
{
    private const int InitialBytes = 1_024;
    private const int MaxIntegerDigits = 20;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialBytes);
    private int _length;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _length += bytes.Length;
    }

    public void Write(string text) => _length += Encoding.UTF8.GetBytes(text, Room(Encoding.UTF8.GetMaxByteCount(text.Length)));

    public void Write(byte value)
    {
        Room(1)[0] = value;
        _length++;
    }

    public void Write(long number)
    {
        number.TryFormat(Room(MaxIntegerDigits), out int length);
        _length += length;
    }

    public byte[] ToArray() => Written.ToArray();

    public override string ToString() => Encoding.UTF8.GetString(Written);

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private Span<byte> Room(int bytes)
    {
        if (_buffer.Length - _length >= bytes)
            return _buffer.AsSpan(_length);
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + bytes, _buffer.Length * 2));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
        return _buffer.AsSpan(_length);
    }
}
