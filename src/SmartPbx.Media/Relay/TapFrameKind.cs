namespace SmartPbx.Media.Relay;

/// <summary>Where the samples of a tapped frame come from.</summary>
public enum TapFrameKind
{
    /// <summary>Decoded from a packet.</summary>
    Audio,

    /// <summary>A packet was lost or late: the samples are guessed from the past.</summary>
    Concealed,

    /// <summary>Nothing is being sent (not started, hold, silence suppression): zeros, or the noise that the peer says to make of it (RFC 3389).</summary>
    Silence,
}
