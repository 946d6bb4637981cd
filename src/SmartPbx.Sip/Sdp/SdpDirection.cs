namespace SmartPbx.Sip.Sdp;

/// <summary>Direction of a media stream as seen by the one who writes it (RFC 8866 §6.7).</summary>
[Flags]
public enum SdpDirection
{
    Inactive = 0,
    SendOnly = 1,
    RecvOnly = 2,
    SendRecv = SendOnly | RecvOnly,
}
