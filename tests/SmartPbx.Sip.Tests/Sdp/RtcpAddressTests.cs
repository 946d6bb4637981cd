using System.Net;
using System.Text;
using SmartPbx.Sip.Sdp;

namespace SmartPbx.Sip.Tests.Sdp;

public sealed class RtcpAddressTests
{
    [Theory]
    [InlineData("", "192.0.2.5:4001")]
    [InlineData("a=rtcp:5000", "192.0.2.5:5000")]
    [InlineData("a=rtcp:5000 IN IP4 192.0.2.9", "192.0.2.9:5000")]
    [InlineData("a=rtcp:5000 IN IP4 nonsense", "192.0.2.5:5000")]
    [InlineData("a=rtcp:nonsense", "192.0.2.5:4001")]
    [InlineData("a=rtcp-mux", "192.0.2.5:4000")]
    [InlineData("a=rtcp:5000 IN IP4 192.0.2.9\r\na=rtcp-mux", "192.0.2.5:4000")]
    public void Rtcp_goes_where_the_description_says(string lines, string expected) => Assert.Equal(IPEndPoint.Parse(expected), Answered(lines).RemoteRtcp);

    [Theory]
    [InlineData("111 110 101", 110, 48_000)]
    [InlineData("111 101", 101, 8000)]
    [InlineData("0 110 101", 101, 8000)]
    public void Events_are_those_on_the_clock_of_the_codec(string formats, int payloadType, int clock)
    {
        var stream = Answered("", formats);
        Assert.Equal((payloadType, clock), (stream.TelephoneEventPayloadType!.Value, stream.TelephoneEventClockRateHz));
    }

    private static SdpAudioStream Answered(string lines, string formats = "0")
    {
        string text = $"v=0\r\no=- 1 1 IN IP4 192.0.2.5\r\ns=-\r\nc=IN IP4 192.0.2.5\r\nt=0 0\r\nm=audio 4000 RTP/AVP {formats}\r\n"
            + "a=rtpmap:111 opus/48000/2\r\na=rtpmap:110 telephone-event/48000\r\na=rtpmap:101 telephone-event/8000\r\n" + (lines.Length > 0 ? lines + "\r\n" : "");
        Assert.True(SdpSession.TryParse(Encoding.UTF8.GetBytes(text), out var offer, out _));
        var settings = new SdpAudioSettings
        {
            Address = IPAddress.Loopback, RtpPort = 10_000, SessionId = 1, RtcpMux = true,
            Codecs = [SdpCodec.Pcmu, SdpCodec.Opus, SdpCodec.TelephoneEvent(), SdpCodec.TelephoneEvent(110, 48_000)],
        };
        Assert.True(SdpNegotiation.TryAnswer(offer, settings, out _, out var stream));
        return stream;
    }
}
