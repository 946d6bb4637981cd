using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip;

/// <summary>One entry of the loop's channel: a message in a rented buffer, or a command.</summary>
internal readonly record struct StackEvent(Action? Command, byte[]? Buffer, int Length, SipFlow Flow)
{
    /// <summary>Why the message has no end, when its connection is given up for it.</summary>
    public SipParseErrorCode Framing { get; init; }

    /// <summary>Of a callback: since when it waits; 0: nobody asks.</summary>
    public long WaitsSince { get; init; }
}
