namespace SmartPbx.Sip.Messages;

/// <summary>
/// One header field of a <see cref="SipMessage"/>: its wire bytes, its text, its typed value, whichever exist by now. A call has a hundred of them, so they
/// keep places in the bytes of their message and no slices of it.
/// </summary>
internal struct SipHeaderField
{
    /// <summary>The bytes of a whole message that it came in (an array), or the name of a header without an id (a string); <c>null</c> for others set by hand.</summary>
    private object? _origin;
    private int _nameStart;
    private int _valueStart;
    private int _valueLength;

    public SipHeaderId Id;

    public string? Text;

    /// <summary>Cached typed value, or the only form of a header set typed.</summary>
    public object? Typed;

    /// <summary>A field as it was received.</summary>
    public static SipHeaderField Received(in SipHeaderSlot slot, byte[] message, SipSlice value) =>
        new() { Id = slot.Id, _origin = message, _nameStart = slot.Name.Start, _valueStart = value.Start, _valueLength = value.Length };

    /// <summary>A field set by hand; the name of one with an id is known.</summary>
    public static SipHeaderField Of(SipHeaderId id, string? name, string text) =>
        new() { Id = id, _origin = id == SipHeaderId.Other ? name : null, Text = text };

    /// <summary>Whether it came from the wire and its value with it; the value is meaningless once <see cref="Text"/> was set by hand.</summary>
    public readonly bool HasWireValue => _valueLength > 0;

    public readonly ReadOnlySpan<byte> WireValue => _origin is byte[] message ? message.AsSpan(_valueStart, _valueLength) : default;

    /// <summary>The name that was set by hand; <c>null</c>: it is that of the id, or on the wire.</summary>
    public readonly string? Name => _origin as string;

    /// <summary>The name on the wire, which ends before its colon or the space there (RFC 3261 §7.3.1).</summary>
    public readonly ReadOnlySpan<byte> WireName
    {
        get
        {
            if (_origin is not byte[] message)
                return default;
            var name = message.AsSpan(_nameStart);
            return name[..name.IndexOfAny(" \t:"u8)];
        }
    }
}
