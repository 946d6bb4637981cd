namespace SmartPbx.Sip.Messages;

/// <summary>Where one header field lies in the bytes of a message; the value is without outer white space.</summary>
internal readonly record struct SipHeaderSlot(SipHeaderId Id, int NameStart, int NameLength, int ValueStart, int ValueLength)
{
    /// <summary>The value, out of all bytes of the message.</summary>
    public ReadOnlySpan<byte> ValueIn(ReadOnlySpan<byte> bytes) => bytes.Slice(ValueStart, ValueLength);
}
