namespace SmartPbx.Sip.Sdp;

/// <summary>The <c>t=</c> line (RFC 8866 §5.9) in NTP seconds; zeros mean a session without bounds, the rule in SIP (RFC 3264 §5).</summary>
public readonly record struct SdpTiming(ulong Start, ulong Stop);
