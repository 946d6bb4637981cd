namespace SmartPbx.Sip.Messages;

/// <summary>Sequence number, below 2^31, and method (RFC 3261 §20.16).</summary>
public readonly record struct CSeq(uint Number, SipMethod Method) : ISipWritable
{
    /// <summary>"MUST be less than 2**31" (RFC 3261 §8.1.1.5).</summary>
    public const uint MaxNumber = int.MaxValue;

    public static bool TryParse(ReadOnlySpan<byte> text, out CSeq value) => SipText.TryParse(text, Take, out value);

    private static int Take(in SipText text, int at, out CSeq value)
    {
        int end = CSeqView.Scan(text, at, out var view);
        value = end >= 0 ? new CSeq(view.Number, SipMethod.FromBytes(text[view.Method])) : default;
        return end;
    }

    void ISipWritable.WriteTo(SipMessageWriter writer)
    {
        writer.Write(Number);
        writer.Write((byte)' ');
        writer.Write(Method.Name);
    }

    public override string ToString() => $"{Number} {Method}";
}
