using System.Net;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.Sip.Sdp;

namespace SmartPbx.MediaEdge.Tests.Legs;

public class LegPayloadTypesTests
{
    [Fact]
    public void Numbers_of_a_session_are_kept_and_a_new_format_takes_a_free_one()
    {
        var numbers = new LegPayloadTypes();
        numbers.Learn(new SdpAudioStream
        {
            RemoteRtp = new IPEndPoint(IPAddress.Loopback, 4000), RemoteRtcp = new IPEndPoint(IPAddress.Loopback, 4001), Codecs = [SdpCodec.Pcma, Opus(101)],
            TelephoneEventPayloadType = 96, Direction = SdpDirection.SendRecv, PacketTimeMs = 20, RtcpMux = false,
        });

        var offered = numbers.Fit([Opus(111), SdpCodec.Pcmu, new SdpCodec(96, "speex", 16000), SdpCodec.TelephoneEvent()]);

        Assert.Equal([("opus", 101), ("PCMU", 0), ("speex", 97), ("telephone-event", 96)], offered.Select(c => (c.Name, c.PayloadType)));
    }

    private static SdpCodec Opus(int number) => new(number, "opus", 48000) { Channels = 2 };
}
