using System.Net;

namespace SmartPbx.Sip.Sdp;

/// <summary>What our side of an audio stream wants and can.</summary>
public sealed record SdpAudioSettings
{
    /// <summary>Advertised media address.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>The same in the other address family, which an offer from there is answered with; <c>null</c>: we have media in one family only.</summary>
    public IPAddress? OtherAddress { get; init; }

    public required int RtpPort { get; init; }

    /// <summary>In order of preference, telephone-event included.</summary>
    public required IReadOnlyList<SdpCodec> Codecs { get; init; }

    public SdpDirection Direction { get; init; } = SdpDirection.SendRecv;

    /// <summary>Whether RTP and RTCP may share the port (RFC 5761).</summary>
    public bool RtcpMux { get; init; }

    public int PacketTimeMs { get; init; } = 20;

    public required ulong SessionId { get; init; }

    /// <summary>Rises by one with every changed description of the session (RFC 3264 §8).</summary>
    public ulong SessionVersion { get; init; } = 1;

    /// <summary>The same in the family of a peer at this address; <c>null</c>: there is none. Zeros, the old hold, are at home in every family.</summary>
    internal SdpAudioSettings? Towards(IPAddress peer)
    {
        if (peer.AddressFamily == Address.AddressFamily || SdpNegotiation.IsUnspecified(peer))
            return this;
        return peer.AddressFamily == OtherAddress?.AddressFamily ? this with { Address = OtherAddress, OtherAddress = Address } : null;
    }
}
