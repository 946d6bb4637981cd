using SmartPbx.Media.Codecs;
using SmartPbx.Media.Relay;
using SmartPbx.Sip.Sdp;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>How the words of SDP and relay map.</summary>
internal static class MediaPolicy
{
    public const int DefaultTelephoneEvent = 101;

    public static MediaDirection Direction(SdpDirection ours) => ours switch
    {
        SdpDirection.SendRecv => MediaDirection.SendReceive,
        SdpDirection.SendOnly => MediaDirection.SendOnly,
        SdpDirection.RecvOnly => MediaDirection.ReceiveOnly,
        _ => MediaDirection.Inactive,
    };

    public static PayloadFormat Format(SdpCodec codec) => new((byte)codec.PayloadType, codec.Name.ToUpperInvariant(), codec.ClockRateHz) { Parameters = codec.Fmtp };

    public static RemoteMedia Remote(SdpAudioStream stream) => new(stream.RemoteRtp, Format(stream.Codec))
    {
        Rtcp = stream.RemoteRtcp, TelephoneEventPayloadType = (byte?)stream.TelephoneEventPayloadType, TelephoneEventClockRateHz = stream.TelephoneEventClockRateHz,
        PacketTimeMs = stream.PacketTimeMs, Direction = Direction(stream.Direction), DetectInbandDtmf = stream.TelephoneEventPayloadType is null,
    };
}
