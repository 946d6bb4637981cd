using System.Net;
using System.Text;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;
using SmartPbx.Sip.Tests.Kit;

namespace SmartPbx.Sip.Tests.Sdp;

public sealed class SdpTests
{
    private const string Offer =
        "v=0\r\no=- 1 2 IN IP4 192.0.2.5\r\ns=-\r\nc=IN IP4 192.0.2.5\r\nt=0 0\r\n"
        + "m=audio 49170 RTP/AVP 8 0 96 101\r\na=rtpmap:96 opus/48000/2\r\na=fmtp:96 useinbandfec=1\r\n"
        + "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:30\r\na=rtcp:49180 IN IP4 192.0.2.5\r\n"
        + "m=video 51372 RTP/AVP 99\r\na=rtpmap:99 h263-1998/90000\r\n";

    private static readonly SdpAudioSettings _settings = new()
    {
        Address = IPAddress.Parse("198.51.100.1"),
        RtpPort = 10_000,
        Codecs = [SdpCodec.Pcmu, SdpCodec.Pcma, SdpCodec.TelephoneEvent()],
        SessionId = 42,
    };

    [Fact]
    public void Reads_the_codecs_with_their_maps()
    {
        var codecs = Parse(Offer).Audio!.Codecs;

        Assert.Equal(["PCMA", "PCMU", "opus", "telephone-event"], codecs.Select(codec => codec.Name));
        Assert.Equal((48_000, 2, "useinbandfec=1"), (codecs[2].ClockRateHz, codecs[2].Channels, codecs[2].Fmtp));
    }

    [Fact]
    public void Writes_what_it_read()
    {
        string text = Parse(Offer).ToString();

        Assert.Equal(Offer, text);
        Assert.Equal(text, Parse(text).ToString());
    }

    [Fact]
    public void Answers_with_common_codecs_and_refuses_video()
    {
        Assert.True(SdpNegotiation.TryAnswer(Parse(Offer), _settings, out var answer, out var stream));

        Assert.Equal(["8", "0", "101"], answer.Media[0].Formats);
        Assert.Equal(["audio", "video"], answer.Media.Select(media => media.Kind));
        Assert.Equal([10_000, 0], answer.Media.Select(media => media.Port));
        Assert.Equal(new IPEndPoint(IPAddress.Parse("192.0.2.5"), 49_170), stream.RemoteRtp);
        Assert.Equal(49_180, stream.RemoteRtcp.Port);
        Assert.Equal("PCMA", stream.Codec.Name);
        Assert.Equal(101, stream.TelephoneEventPayloadType);
        Assert.Equal(30, stream.PacketTimeMs);
        Assert.Equal(SdpDirection.SendRecv, stream.Direction);
    }

    [Theory]
    [InlineData("a=sendonly\r\n", SdpDirection.RecvOnly, "recvonly")]
    [InlineData("a=recvonly\r\n", SdpDirection.SendOnly, "sendonly")]
    [InlineData("a=inactive\r\n", SdpDirection.Inactive, "inactive")]
    [InlineData("", SdpDirection.SendRecv, "sendrecv")]
    public void Answers_the_direction_from_the_other_side(string line, SdpDirection expected, string attribute)
    {
        string offer = Offer.Replace("a=ptime:30\r\n", line, StringComparison.Ordinal);

        Assert.True(SdpNegotiation.TryAnswer(Parse(offer), _settings, out var answer, out var stream));
        Assert.Equal(expected, stream.Direction);
        Assert.NotNull(answer.Media[0][attribute]);
    }

    [Fact]
    public void An_address_of_zeros_is_hold()
    {
        string offer = Offer.Replace("c=IN IP4 192.0.2.5", "c=IN IP4 0.0.0.0", StringComparison.Ordinal);

        Assert.True(SdpNegotiation.TryAnswer(Parse(offer), _settings, out _, out var stream));
        Assert.Equal(SdpDirection.RecvOnly, stream.Direction);
    }

    [Theory]
    [InlineData("m=audio 49170 RTP/AVP 8 0 96 101", "m=audio 49170 RTP/AVP 18")]
    [InlineData("m=audio 49170 RTP/AVP 8 0 96 101", "m=audio 49170 RTP/AVP 101")]
    [InlineData("m=audio 49170 RTP/AVP", "m=audio 0 RTP/AVP")]
    [InlineData("m=audio 49170 RTP/AVP", "m=audio 49170 RTP/SAVP")]
    [InlineData("m=audio", "m=image")]
    public void Cannot_answer_without_common_audio(string old, string replacement) =>
        Assert.False(SdpNegotiation.TryAnswer(Parse(Offer.Replace(old, replacement, StringComparison.Ordinal)), _settings, out _, out _));

    [Fact]
    public void Offer_and_answer_agree()
    {
        var offer = SdpNegotiation.CreateOffer(_settings with { RtcpMux = true });
        var theirs = _settings with { Address = IPAddress.Parse("203.0.113.1"), RtpPort = 20_000, Codecs = [SdpCodec.Pcma], RtcpMux = true };
        Assert.True(SdpNegotiation.TryAnswer(Parse(offer.ToString()), theirs, out var answer, out var answerer));

        Assert.True(SdpNegotiation.TryAccept(offer, Parse(answer.ToString()), out var offerer));

        Assert.Equal("PCMA", offerer.Codec.Name);
        Assert.Null(offerer.TelephoneEventPayloadType);
        Assert.Equal(new IPEndPoint(theirs.Address, 20_000), offerer.RemoteRtcp);
        Assert.Equal(10_000, answerer.RemoteRtp.Port);
    }

    [Fact]
    public void A_refused_stream_is_not_accepted()
    {
        var offer = SdpNegotiation.CreateOffer(_settings);

        Assert.False(SdpNegotiation.TryAccept(offer, Parse(offer.ToString().Replace("10000", "0", StringComparison.Ordinal)), out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("o=- 1 2 IN IP4 192.0.2.5\r\n")]
    [InlineData("v=1\r\n")]
    [InlineData("v=0\r\n")]
    [InlineData("v=0\r\no=- x 2 IN IP4 192.0.2.5\r\n")]
    [InlineData("v=0\r\no=- 1 2 IN IP4 192.0.2.5\r\nm=audio 70000 RTP/AVP 0\r\n")]
    [InlineData("v=0\r\no=- 1 2 IN IP4 192.0.2.5\r\nm=audio 1\r\n")]
    [InlineData("v=0\r\no=- 1 2 IN IP4 192.0.2.5\r\nc=IN IP4\r\n")]
    [InlineData("v=0\r\no=- 1 2 IN IP4 192.0.2.5\r\nq=what\r\n")]
    [InlineData("v=0\r\no=- 1 2 IN IP4 192.0.2.5\r\nm =audio 1 RTP/AVP 0\r\n")]
    public void Refuses_what_is_no_description(string text) =>
        Assert.False(SdpSession.TryParse(Encoding.UTF8.GetBytes(text), out _, out _));

    [Fact]
    public void Bounds_lines_and_streams()
    {
        string start = "v=0\r\no=- 1 2 IN IP4 192.0.2.5\r\n";

        Assert.False(SdpSession.TryParse(Encoding.UTF8.GetBytes(start + string.Concat(Enumerable.Repeat("a=x\r\n", 2_001))), out _, out _));
        Assert.False(SdpSession.TryParse(Encoding.UTF8.GetBytes(start + string.Concat(Enumerable.Repeat("m=audio 1 RTP/AVP 0\r\n", 33))), out _, out _));
    }

    [Fact]
    public void A_body_is_read_once_and_again_when_it_is_another()
    {
        var message = new SipResponse(SipStatus.Ok);
        message.SetBody(SdpSession.ContentType, Encoding.UTF8.GetBytes(Offer));
        SdpBody.TryRead(message, out var first, out _);
        SdpBody.TryRead(message, out var again, out _);
        message.SetBody(SdpSession.ContentType, "v=1"u8.ToArray());

        Assert.Same(first, again);
        Assert.False(SdpBody.TryRead(message, out var broken, out var error));
        Assert.Equal((null, "unknown version"), (broken, error?.Reason));
    }

    [Fact]
    public void Reading_a_description_makes_objects_but_no_strings_a_second_time()
    {
        const int ObjectBytes = 1_150; // parser, origin, session, two streams, ten attributes, their formats
        byte[] text = Encoding.UTF8.GetBytes(Offer);

        Assert.InRange(Work.AllocatedBytes(() => Assert.True(SdpSession.TryParse(text, out _, out _))), 1, ObjectBytes);
    }

    private static SdpSession Parse(string text)
    {
        Assert.True(SdpSession.TryParse(Encoding.UTF8.GetBytes(text), out var session, out var error), error.ToString());
        return session;
    }
}
