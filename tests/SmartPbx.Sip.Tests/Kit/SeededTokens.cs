namespace SmartPbx.Sip.Tests.Kit;

/// <summary>Unique and repeatable: a counter spread over the bytes.</summary>
internal sealed class SeededTokens(int seed) : SipTokens
{
    private int _count;

    public override void Fill(Span<byte> buffer)
    {
        uint value = unchecked((uint)((seed * 1_000_003) + Interlocked.Increment(ref _count)));
        for (int i = 0; i < buffer.Length; i++)
        {
            value = unchecked((value * 1_664_525) + 1_013_904_223);
            buffer[i] = (byte)(value >> 24);
        }
    }
}
