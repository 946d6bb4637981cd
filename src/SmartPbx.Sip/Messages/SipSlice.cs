namespace SmartPbx.Sip.Messages;

/// <summary>A part of some bytes, by its place.</summary>
internal readonly record struct SipSlice(int Start, int Length)
{
    public static SipSlice Between(int start, int end) => new(start, end - start);

    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> bytes) => bytes.Slice(Start, Length);
}
