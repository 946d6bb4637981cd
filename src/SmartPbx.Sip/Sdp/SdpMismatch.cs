namespace SmartPbx.Sip.Sdp;

/// <summary>Why none of an offer's streams can be met. Ordered: of several streams, the one that came furthest tells most.</summary>
public enum SdpMismatch
{
    /// <summary>There is no audio stream, or only refused ones.</summary>
    Media,

    /// <summary>The audio is not plain RTP.</summary>
    Transport,

    /// <summary>No format that we have.</summary>
    Format,

    /// <summary>A host name that did not become an address.</summary>
    HostName,

    /// <summary>An address of a family that we have no media in.</summary>
    AddressFamily,
}
