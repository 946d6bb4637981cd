using System.Net;

namespace SmartPbx.Sip.Sdp;

/// <summary>What both sides agreed on for the audio stream.</summary>
public sealed record SdpAudioStream
{
    /// <summary>Where our RTP goes; address 0.0.0.0 is the hold of RFC 2543.</summary>
    public required IPEndPoint RemoteRtp { get; init; }

    public required IPEndPoint RemoteRtcp { get; init; }

    /// <summary>Agreed formats with the payload types the peer wants to receive, best first; without telephone-event.</summary>
    public required IReadOnlyList<SdpCodec> Codecs { get; init; }

    /// <summary>Payload type of DTMF events towards the peer; <c>null</c> when not agreed.</summary>
    public int? TelephoneEventPayloadType { get; init; }

    /// <summary>Units per second in which those events are timed.</summary>
    public int TelephoneEventClockRateHz { get; init; } = 8000;

    /// <summary>Our direction: what we may send and receive.</summary>
    public required SdpDirection Direction { get; init; }

    /// <summary>The peer's direction as it said it, for itself; an address of zeros takes its receiving away.</summary>
    public SdpDirection PeerDirection { get; init; } = SdpDirection.SendRecv;

    /// <summary>Packet time the peer wants, in milliseconds.</summary>
    public required int PacketTimeMs { get; init; }

    public required bool RtcpMux { get; init; }

    public SdpCodec Codec => Codecs[0];
}
