namespace SmartPbx.Media.Rtp;

/// <summary>RTCP packet types (RFC 3550 section 12.1, RFC 4585 section 6.1).</summary>
public enum RtcpType : byte
{
    /// <summary>SR.</summary>
    SenderReport = 200,

    /// <summary>RR.</summary>
    ReceiverReport = 201,

    /// <summary>SDES.</summary>
    SourceDescription = 202,

    /// <summary>BYE.</summary>
    Goodbye = 203,

    /// <summary>APP.</summary>
    Application = 204,

    /// <summary>RTPFB.</summary>
    TransportFeedback = 205,

    /// <summary>PSFB.</summary>
    PayloadFeedback = 206,

    /// <summary>XR (RFC 3611 section 2).</summary>
    ExtendedReport = 207,
}
