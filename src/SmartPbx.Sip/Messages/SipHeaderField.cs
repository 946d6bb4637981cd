namespace SmartPbx.Sip.Messages;

/// <summary>One header field of a <see cref="SipMessage"/>: its wire bytes, its text, its typed value, whichever exist by now.</summary>
internal struct SipHeaderField
{
    public SipHeaderId Id;

    /// <summary>Name of an unknown header; made from <see cref="WireName"/> when first asked for.</summary>
    public string? Name;

    public ReadOnlyMemory<byte> WireName;

    /// <summary>The value as received; meaningless once <see cref="Text"/> was set by hand.</summary>
    public ReadOnlyMemory<byte> WireValue;

    public string? Text;

    /// <summary>Cached typed value, or the only form of a header set typed.</summary>
    public object? Typed;
}
