namespace SmartPbx.Fuzz.Targets;

/// <summary>What the message parser lets through as the value of a header field: CR and LF only as folds (RFC 3261 §7.3.1).</summary>
internal static class FieldValue
{
    public static bool IsPossible(ReadOnlySpan<byte> value)
    {
        for (var i = value.IndexOfAny((byte)'\r', (byte)'\n'); i >= 0; i = value.IndexOfAny((byte)'\r', (byte)'\n'))
        {
            if (!value[i..].StartsWith("\r\n "u8) && !value[i..].StartsWith("\r\n\t"u8)) return false;
            value = value[(i + 3)..];
        }
        return true;
    }
}
