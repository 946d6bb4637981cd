namespace SmartPbx.Sip.Sdp;

/// <summary>The <c>o=</c> line (RFC 8866 §5.2).</summary>
public sealed record SdpOrigin(string Username, ulong SessionId, ulong Version, string Address);
