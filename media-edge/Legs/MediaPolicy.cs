using SmartPbx.Media.Codecs;
using SmartPbx.Media.Relay;
using SmartPbx.Sip.Sdp;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>Which codecs the edge takes, and how the words of SDP and relay map.</summary>
internal static class MediaPolicy
{
    public const int DefaultTelephoneEvent = 101;

    /// <summary>Order of preference towards everybody.</summary>
    public static IReadOnlyList<SdpCodec> Codecs { get; } = [SdpCodec.Pcmu, SdpCodec.Pcma, SdpCodec.TelephoneEvent(DefaultTelephoneEvent)];

    /// <summary>The other leg is offered what this one agreed to, in its order, so that payloads can pass untouched.</summary>
    public static IReadOnlyList<SdpCodec> SameAs(SdpAudioStream? agreed) => agreed is null
        ? Codecs
        : [.. agreed.Codecs.Where(c => !c.IsTelephoneEvent), SdpCodec.TelephoneEvent(agreed.TelephoneEventPayloadType ?? DefaultTelephoneEvent)];

    public static MediaDirection Direction(SdpDirection ours) => ours switch
    {
        SdpDirection.SendRecv => MediaDirection.SendReceive,
        SdpDirection.SendOnly => MediaDirection.SendOnly,
        SdpDirection.RecvOnly => MediaDirection.ReceiveOnly,
        _ => MediaDirection.Inactive,
    };

    public static RemoteMedia Remote(SdpAudioStream stream) =>
        new(stream.RemoteRtp, new PayloadFormat((byte)stream.Codec.PayloadType, stream.Codec.Name.ToUpperInvariant(), stream.Codec.ClockRateHz))
        {
            Rtcp = stream.RemoteRtcp, TelephoneEventPayloadType = (byte?)stream.TelephoneEventPayloadType, PacketTimeMs = stream.PacketTimeMs,
            Direction = Direction(stream.Direction), DetectInbandDtmf = stream.TelephoneEventPayloadType is null,
        };
}
