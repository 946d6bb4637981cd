namespace SmartPbx.Domain.Calls;

/// <summary>How a party was replaced.</summary>
public enum TransferKind
{
    /// <summary>A phone sent the other party to a number (REFER).</summary>
    Blind,

    /// <summary>A phone joined the other parties of two calls of its own (REFER with Replaces, RFC 3891).</summary>
    Attended,

    /// <summary>The voice agent rang a person.</summary>
    Agent,

    /// <summary>Another phone took a place in the call (INVITE with Replaces).</summary>
    TakeOver,
}
