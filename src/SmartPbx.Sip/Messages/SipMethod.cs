namespace SmartPbx.Sip.Messages;

/// <summary>A SIP method: a case-sensitive token (RFC 3261 §7.1). Unknown methods are kept as they came.</summary>
public readonly record struct SipMethod
{
    private readonly string? _name;

    public SipMethod(string name) => _name = name;

    public string Name => _name ?? "";

    public static SipMethod Invite { get; } = new("INVITE");
    public static SipMethod Ack { get; } = new("ACK");
    public static SipMethod Bye { get; } = new("BYE");
    public static SipMethod Cancel { get; } = new("CANCEL");
    public static SipMethod Options { get; } = new("OPTIONS");
    public static SipMethod Register { get; } = new("REGISTER");
    public static SipMethod Prack { get; } = new("PRACK");
    public static SipMethod Update { get; } = new("UPDATE");
    public static SipMethod Info { get; } = new("INFO");
    public static SipMethod Refer { get; } = new("REFER");
    public static SipMethod Message { get; } = new("MESSAGE");
    public static SipMethod Subscribe { get; } = new("SUBSCRIBE");
    public static SipMethod Notify { get; } = new("NOTIFY");
    public static SipMethod Publish { get; } = new("PUBLISH");

    private static readonly SipMethod[] _known =
    [
        Invite, Ack, Bye, Cancel, Options, Register, Prack, Update, Info, Refer, Message, Subscribe, Notify, Publish,
    ];

    /// <summary>The method with these bytes; a known method allocates nothing.</summary>
    public static SipMethod FromBytes(ReadOnlySpan<byte> name)
    {
        foreach (var known in _known)
            if (System.Text.Ascii.Equals(name, known.Name))
                return known;
        return new SipMethod(System.Text.Encoding.ASCII.GetString(name));
    }

    public override string ToString() => Name;
}
