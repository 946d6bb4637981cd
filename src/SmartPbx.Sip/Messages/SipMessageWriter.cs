using System.Buffers;
using System.Text;

namespace SmartPbx.Sip.Messages;

/// <summary>Collects the bytes of one message.</summary>
internal sealed class SipMessageWriter
{
    private const int InitialBytes = 1_024;

    private readonly ArrayBufferWriter<byte> _buffer = new(InitialBytes);

    public void Write(ReadOnlySpan<byte> bytes) => _buffer.Write(bytes);

    public void Write(string text) => Encoding.UTF8.GetBytes(text, _buffer);

    public void Write(int number)
    {
        var span = _buffer.GetSpan(11);
        number.TryFormat(span, out int length);
        _buffer.Advance(length);
    }

    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();
}
