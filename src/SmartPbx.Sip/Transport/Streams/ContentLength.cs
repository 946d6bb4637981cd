using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Transport.Streams;

/// <summary>
/// Reads Content-Length from headers that are not parsed yet. It sees fields as <see cref="SipMessageView"/> does, folded lines and compact names
/// included, so that both find the same end of the message.
/// </summary>
internal static class ContentLength
{
    /// <param name="headers">From the start line to the empty line, both included.</param>
    /// <param name="length">Bytes of the body.</param>
    public static SipParseErrorCode Read(ReadOnlySpan<byte> headers, out int length)
    {
        length = -1;
        var rest = headers[(headers.IndexOf("\r\n"u8) + 2)..];
        while (!rest.StartsWith("\r\n"u8))
        {
            int end = FieldLength(rest);
            if (!TryReadField(rest[..end], ref length))
                return SipParseErrorCode.ContentLength;
            rest = rest[(end + 2)..];
        }
        // §20.14: without it the next message cannot be found.
        return length < 0 ? SipParseErrorCode.MissingHeader : SipParseErrorCode.None;
    }

    // Two that agree are one too many, which is for the parser to say; two that differ leave no end.
    private static bool TryReadField(ReadOnlySpan<byte> field, ref int length)
    {
        int colon = field.IndexOf((byte)':');
        if (colon < 0 || SipHeaderNames.IdOf(field[..colon].TrimEnd(" \t"u8)) != SipHeaderId.ContentLength)
            return true;
        if (!SipGrammar.TryNumber(SipGrammar.Trim(field[(colon + 1)..]), int.MaxValue, out uint value) || (length >= 0 && value != length))
            return false;
        length = (int)value;
        return true;
    }

    private static int FieldLength(ReadOnlySpan<byte> text)
    {
        int length = 0;
        while (true)
        {
            length += text[length..].IndexOf("\r\n"u8);
            if (text[length + 2] is not ((byte)' ' or (byte)'\t'))
                return length;
            length += 2;
        }
    }
}
