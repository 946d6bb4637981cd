namespace SmartPbx.Sip.Messages;

/// <summary>What a peer may make the library spend. Everything over a limit is a <see cref="SipParseError"/> or a refusal.</summary>
public sealed record SipLimits
{
    public static SipLimits Default { get; } = new();

    /// <summary>Bytes of one message, start line to body.</summary>
    public int MaxMessageBytes { get; init; } = 65_535;

    /// <summary>Header fields of one message; values of comma lists count too once a message is materialised.</summary>
    public int MaxHeaders { get; init; } = 256;

    /// <summary>Bytes of one header field with its folded lines; also of the start line.</summary>
    public int MaxHeaderBytes { get; init; } = 8_192;

    /// <summary>Bytes of one URI.</summary>
    public const int MaxUriBytes = 2_048;

    /// <summary>
    /// Live transactions of one stack; over it, new requests get 503 and <c>Send</c> reports a transport error. Requests inside
    /// dialogs and CANCEL may use twice as many, so that running calls can go on and end. A bridged call leaves three for 32 s each
    /// (timers D and J, RFC 3261 §17.1.1.2 and §17.2.2), which makes this enough for some 2,000 calls a second.
    /// </summary>
    public int MaxTransactions { get; init; } = 200_000;

    /// <summary>Datagrams and commands that wait for the loop; over it, datagrams are dropped (UDP peers retransmit).</summary>
    public int MaxQueuedEvents { get; init; } = 65_536;
}
