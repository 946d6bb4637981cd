using System.Net;
using SmartPbx.Media.Codecs;

namespace SmartPbx.Media.Relay;

/// <summary>What the peer's SDP says about one audio stream. Immutable; replaced as a whole by <see cref="MediaLeg.SetRemote"/>.</summary>
/// <param name="Rtp">Where the peer wants RTP. An unspecified address (<c>0.0.0.0</c>, the old hold) or port 0 means: do not send.</param>
/// <param name="Codec">The negotiated codec with the payload type the peer uses for it.</param>
public sealed record RemoteMedia(IPEndPoint Rtp, PayloadFormat Codec)
{
    /// <summary>Where the peer wants RTCP (RFC 3605); null means the RTP port plus one; equal to <see cref="Rtp"/> means rtcp-mux (RFC 5761).</summary>
    public IPEndPoint? Rtcp { get; init; }

    /// <summary>The peer's payload type of <c>telephone-event</c> (RFC 4733), or null when it was not negotiated.</summary>
    public byte? TelephoneEventPayloadType { get; init; }

    /// <summary>Timestamp units per second of the durations in those events: 8000 beside G.711 and G.722, 48,000 or 8000 beside Opus.</summary>
    public int TelephoneEventClockRateHz { get; init; } = Codec.ClockRateHz;

    /// <summary>Wished packet time of what we send, in milliseconds. Playout uses 20, 40 or 60 (rounded down to a multiple of 20).</summary>
    public int PacketTimeMs { get; init; } = 20;

    /// <summary>What may flow, seen from us.</summary>
    public MediaDirection Direction { get; init; } = MediaDirection.SendReceive;

    /// <summary>Which source the leg accepts.</summary>
    public Latching Latching { get; init; } = Latching.FirstSource;

    /// <summary>Listen for DTMF tones in the audio itself (costs about a microsecond a packet). Only for peers without telephone-event.</summary>
    public bool DetectInbandDtmf { get; init; }

    /// <summary>Whether we may send.</summary>
    public bool MaySend => Direction is MediaDirection.SendReceive or MediaDirection.SendOnly
        && Rtp.Port != 0 && !Rtp.Address.Equals(IPAddress.Any) && !Rtp.Address.Equals(IPAddress.IPv6Any);

    /// <summary>Whether what arrives is used.</summary>
    public bool MayReceive => Direction is MediaDirection.SendReceive or MediaDirection.ReceiveOnly;
}
