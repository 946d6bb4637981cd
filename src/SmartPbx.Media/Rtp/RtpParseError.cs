namespace SmartPbx.Media.Rtp;

/// <summary>Why bytes are not an RTP packet.</summary>
public enum RtpParseError
{
    /// <summary>They are.</summary>
    None,

    /// <summary>Shorter than the header, its CSRC list or its extension says.</summary>
    Truncated,

    /// <summary>The version is not 2.</summary>
    BadVersion,

    /// <summary>More padding than payload.</summary>
    BadPadding,
}
