namespace SmartPbx.Sip.Messages;

/// <summary>One <c>;name=value</c>, unescaped. <see cref="IsQuoted"/> keeps a quoted header parameter quoted when written again.</summary>
public readonly record struct SipParameter(string Name, string? Value, bool IsQuoted = false);
