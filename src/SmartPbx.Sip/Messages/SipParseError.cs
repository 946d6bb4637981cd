namespace SmartPbx.Sip.Messages;

/// <summary>Why bytes are not a message, and the offset of the first byte of the offending element.</summary>
public readonly record struct SipParseError(SipParseErrorCode Code, int Offset)
{
    /// <summary>The status of an answer, where RFC 3261 allows one at all.</summary>
    public int Status => Code switch
    {
        SipParseErrorCode.None => 0,
        SipParseErrorCode.UnsupportedVersion => SipStatus.VersionNotSupported,
        SipParseErrorCode.MessageTooLarge => SipStatus.MessageTooLarge,
        _ => SipStatus.BadRequest,
    };
}
