namespace SmartPbx.Sip.Messages;

/// <summary>Everything that can be wrong with a message from the wire. Stable: used as a metric label.</summary>
public enum SipParseErrorCode
{
    None,
    Empty,
    MessageTooLarge,
    StartLine,
    UnsupportedVersion,
    StatusCode,
    HeaderSyntax,
    HeaderTooLong,
    TooManyHeaders,
    Incomplete,
    MissingHeader,
    RepeatedHeader,
    Via,
    From,
    To,
    CallId,
    CSeq,
    CSeqMethodMismatch,
    MaxForwards,
    Contact,
    Route,
    ContentLength,
    RequestUri,
}
