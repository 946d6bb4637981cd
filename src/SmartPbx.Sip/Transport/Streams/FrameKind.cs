namespace SmartPbx.Sip.Transport.Streams;

/// <summary>What comes next on a connection.</summary>
internal enum FrameKind
{
    /// <summary>Not enough bytes to say.</summary>
    Incomplete,

    /// <summary>One whole message.</summary>
    Message,

    /// <summary>CRLF CRLF between messages: answer CRLF (RFC 5626 §4.4.1).</summary>
    Ping,

    /// <summary>CRLF before a start line: to be ignored (RFC 3261 §7.5), or the answer to a ping of ours.</summary>
    Blank,

    /// <summary>A message whose end cannot be found: nothing after it can be read.</summary>
    Broken,

    /// <summary>The peer will send no more.</summary>
    End,
}
