namespace SmartPbx.Sip.Messages;

/// <summary>The sets of characters in the grammar of RFC 3261 §25.1; <see cref="SipGrammar"/> says which byte belongs to which.</summary>
[Flags]
internal enum SipClass : ushort
{
    None = 0,
    Token = 1,
    DisplayName = 1 << 1,
    ParameterValue = 1 << 2,
    Word = 1 << 3,
    Scheme = 1 << 4,
    User = 1 << 5,
    Password = 1 << 6,
    HostName = 1 << 7,
    UriParameter = 1 << 8,
    UriHeaders = 1 << 9,
    OpaqueUri = 1 << 10,
    BareUri = 1 << 11,
    Lws = 1 << 12,
}
