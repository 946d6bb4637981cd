namespace SmartPbx.Sip.Messages;

/// <summary><c>delta-seconds = 1*DIGIT</c> (RFC 3261 §25.1); too large a number means the largest, as RFC 4475 §3.1.2.4 advises.</summary>
public static class SipDeltaSeconds
{
    /// <summary>Seconds, clamped to 2^32-1; <c>null</c> when absent or no number.</summary>
    public static uint? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        ulong sum = 0;
        foreach (char c in text)
        {
            if (!char.IsAsciiDigit(c))
                return null;
            sum = Math.Min(sum * 10 + (uint)(c - '0'), uint.MaxValue);
        }
        return (uint)sum;
    }
}
