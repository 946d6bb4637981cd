namespace SmartPbx.Sip.Messages;

/// <summary>Lists of option tags (RFC 3261 §19.2) in Supported, Require and Unsupported. Tags are tokens and compare without case.</summary>
public static class SipOptionTags
{
    /// <summary>Reliable provisional responses (RFC 3262).</summary>
    public const string Reliable = "100rel";

    /// <summary>Session timers (RFC 4028).</summary>
    public const string Timer = "timer";

    /// <summary>Whether the message supports the extension; what it requires it supports as well.</summary>
    public static bool Supports(SipMessage message, string tag) => message.Headers.Lists("Supported", tag) || Requires(message, tag);

    /// <summary>Whether the message requires the extension.</summary>
    public static bool Requires(SipMessage message, string tag) => message.Headers.Lists("Require", tag);

    /// <summary>Whether the peer understands the method, as its Allow says (RFC 3261 §20.5); a message without Allow says nothing.</summary>
    public static bool Allows(SipMessage message, SipMethod method) => message.Headers.Lists("Allow", method.Name);

    /// <summary>The tags of a header, whatever its commas and repetitions.</summary>
    public static IEnumerable<string> Of(SipMessage message, string header) =>
        message.Headers.All(header).SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
