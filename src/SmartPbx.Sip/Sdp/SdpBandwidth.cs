namespace SmartPbx.Sip.Sdp;

/// <summary>A <c>b=</c> line (RFC 8866 §5.8).</summary>
/// <param name="Type"><c>CT</c>, <c>AS</c>, <c>TIAS</c>, <c>RS</c>, <c>RR</c>, …</param>
/// <param name="Value">Kilobits per second, bits for TIAS, RS and RR.</param>
public readonly record struct SdpBandwidth(string Type, ulong Value);
