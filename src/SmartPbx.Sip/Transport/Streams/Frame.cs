using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Transport.Streams;

/// <summary>One find of <see cref="StreamFramer"/>: so many bytes at the start are this.</summary>
internal readonly record struct Frame(FrameKind Kind, int Length = 0, SipParseErrorCode Error = SipParseErrorCode.None)
{
    /// <summary>Of an incomplete message whose headers are there: its length in all; else 0.</summary>
    public int ExpectedLength { get; init; }
}
