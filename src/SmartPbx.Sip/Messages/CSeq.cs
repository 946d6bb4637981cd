namespace SmartPbx.Sip.Messages;

/// <summary>Sequence number, below 2^31, and method (RFC 3261 §20.16).</summary>
public readonly record struct CSeq(uint Number, SipMethod Method) : ISipWritable
{
    /// <summary>"MUST be less than 2**31" (RFC 3261 §8.1.1.5).</summary>
    public const uint MaxNumber = int.MaxValue;

    public static bool TryParse(ReadOnlySpan<byte> text, out CSeq value) => SipText.TryParse(text, TryTake, out value);

    private static bool TryTake(in SipText text, ref int at, out CSeq value)
    {
        bool isValid = CSeqView.TryScan(text, ref at, out var view);
        value = isValid ? new CSeq(view.Number, SipMethod.FromBytes(text[view.Method])) : default;
        return isValid;
    }

    void ISipWritable.WriteTo(SipMessageWriter writer)
    {
        writer.Write(Number);
        writer.Write((byte)' ');
        writer.Write(Method.Name);
    }

    public override string ToString() => $"{Number} {Method}";
}
