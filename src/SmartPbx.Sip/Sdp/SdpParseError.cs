namespace SmartPbx.Sip.Sdp;

/// <summary>What is wrong, and in which line (from 1).</summary>
public readonly record struct SdpParseError(string Reason, int Line);
