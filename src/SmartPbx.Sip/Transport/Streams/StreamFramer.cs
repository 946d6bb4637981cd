using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Transport.Streams;

/// <summary>
/// Finds the messages in a stream of bytes, however it is split (RFC 3261 §18.3: "Content-Length … MUST be used with stream-oriented
/// transports"). Every byte is looked at once, whatever the size of the pieces. Pure.
/// </summary>
internal sealed class StreamFramer(SipLimits limits, SipConnectionLimits connectionLimits)
{
    private static ReadOnlySpan<byte> EndOfHeaders => "\r\n\r\n"u8;

    private int _searched;
    private int _length;

    /// <summary>
    /// Looks at what has come and was not taken yet, the same bytes as last time first. After anything but <see cref="FrameKind.Incomplete"/>
    /// the caller takes <see cref="Frame.Length"/> bytes off the start.
    /// </summary>
    public Frame Next(ReadOnlySpan<byte> pending)
    {
        var frame = _length == 0 ? Begin(pending) : Continue(pending);
        if (frame.Kind != FrameKind.Incomplete)
            _searched = _length = 0;
        return frame;
    }

    private Frame Begin(ReadOnlySpan<byte> pending)
    {
        if (_searched == 0 && (pending.IsEmpty || pending[0] == '\r'))
            return Keepalive(pending);
        // The end may lie across the last piece and this one.
        int from = Math.Max(0, _searched - EndOfHeaders.Length + 1);
        int end = pending[from..].IndexOf(EndOfHeaders);
        _searched = pending.Length;
        int headers = end < 0 ? pending.Length : from + end + EndOfHeaders.Length;
        if (headers > connectionLimits.MaxHeaderSectionBytes)
            return new Frame(FrameKind.Broken, Math.Min(headers, connectionLimits.MaxHeaderSectionBytes), SipParseErrorCode.MessageTooLarge);
        if (end < 0)
            return new Frame(FrameKind.Incomplete);
        var error = ContentLength.Read(pending[..headers], out int body);
        if (error == SipParseErrorCode.None && body > limits.MaxMessageBytes - headers)
            error = SipParseErrorCode.MessageTooLarge; // refused before a byte of it is kept
        if (error != SipParseErrorCode.None)
            return new Frame(FrameKind.Broken, headers, error);
        _length = headers + body;
        return Continue(pending);
    }

    private Frame Continue(ReadOnlySpan<byte> pending) => pending.Length < _length
        ? new Frame(FrameKind.Incomplete) { ExpectedLength = _length }
        : new Frame(FrameKind.Message, _length);

    // A message never begins with CR. One CRLF is nothing until the two bytes after it are known.
    private static Frame Keepalive(ReadOnlySpan<byte> pending)
    {
        var known = pending[..Math.Min(pending.Length, EndOfHeaders.Length)];
        if (known.SequenceEqual(EndOfHeaders))
            return new Frame(FrameKind.Ping, EndOfHeaders.Length);
        if (EndOfHeaders.StartsWith(known))
            return new Frame(FrameKind.Incomplete);
        return known.StartsWith("\r\n"u8)
            ? new Frame(FrameKind.Blank, 2)
            : new Frame(FrameKind.Broken, known.Length, SipParseErrorCode.StartLine);
    }
}
