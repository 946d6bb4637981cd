using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace SmartPbx.Sip.Messages;

/// <summary>
/// Collects the bytes of one message or value, in a buffer that goes back to the pool when disposed. A thread keeps the last writer that it has disposed for its
/// next value; one that is asked for meanwhile is another.
/// </summary>
internal sealed class SipMessageWriter : IDisposable
{
    private const int InitialBytes = 2_048;
    private const int MaxKeptBytes = 16_384;
    private const int MaxIntegerDigits = 20;

    [ThreadStatic]
    private static SipMessageWriter? _kept;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialBytes);
    private int _length;

    private SipMessageWriter()
    {
    }

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>An empty writer, which the caller disposes.</summary>
    public static SipMessageWriter Create()
    {
        if (_kept is not { } writer)
            return new SipMessageWriter();
        _kept = null;
        return writer;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _length += bytes.Length;
    }

    public void Write(string text) => Write(text.AsSpan());

    public void Write(ReadOnlySpan<char> text) => _length += Encoding.UTF8.GetBytes(text, Room(Encoding.UTF8.GetMaxByteCount(text.Length)));

    public void Write(byte value)
    {
        Room(1)[0] = value;
        _length++;
    }

    public void Write(long number)
    {
        number.TryFormat(Room(MaxIntegerDigits), out int length, provider: CultureInfo.InvariantCulture);
        _length += length;
    }

    /// <summary>An interpolated text, its parts one by one and without a string of it all.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "the compiler hands the writer to the parts, which have written themselves by then")]
    public void Write([InterpolatedStringHandlerArgument("")] ref Parts parts) => _ = parts;

    public byte[] ToArray() => Written.ToArray();

    public override string ToString() => Encoding.UTF8.GetString(Written);

    public void Dispose()
    {
        _length = 0;
        if (_kept is null && _buffer.Length <= MaxKeptBytes)
        {
            _kept = this;
            return;
        }
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

    /// <summary>Takes the parts of an interpolated text.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Parts
    {
        private readonly SipMessageWriter _writer;

        // The compiler hands over the length of what is fixed and the count of what is not.
        public Parts(int literalLength, int formattedCount, SipMessageWriter writer) => (_, _, _writer) = (literalLength, formattedCount, writer);

        public void AppendLiteral(string text) => _writer.Write(text);

        public void AppendFormatted(string? text) => _writer.Write(text.AsSpan());

        public void AppendFormatted(long number) => _writer.Write(number);

        public void AppendFormatted(ulong number)
        {
            number.TryFormat(_writer.Room(MaxIntegerDigits), out int length, provider: CultureInfo.InvariantCulture);
            _writer._length += length;
        }
    }
}
