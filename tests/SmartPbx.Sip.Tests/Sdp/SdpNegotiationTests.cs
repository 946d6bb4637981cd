using System.Net;
using System.Text;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;

namespace SmartPbx.Sip.Tests.Sdp;

/// <summary>RFC 3264 rules beyond the one audio stream.</summary>
public sealed class SdpNegotiationTests
{
    private const string Head = "v=0\r\no=- 1 2 IN IP4 192.0.2.5\r\ns=-\r\nc=IN IP4 192.0.2.5\r\nt=0 0\r\n";

    private static readonly SdpAudioSettings _settings = new()
    {
        Address = IPAddress.Parse("198.51.100.1"), RtpPort = 10_000, Codecs = [SdpCodec.Pcmu, SdpCodec.Pcma, SdpCodec.TelephoneEvent()], SessionId = 42, RtcpMux = true,
    };

    [Fact]
    public void First_audio_that_we_can_meet_is_taken_and_every_other_line_refused_in_its_place()
    {
        var (answer, stream) = Answer("m=audio 4000 RTP/SAVP 0\r\nm=audio 4002 RTP/AVP 18\r\nm=video 4004 RTP/AVP 99\r\nm=audio 4006 RTP/AVP 8\r\nm=audio 4008 RTP/AVP 0\r\n");

        Assert.Equal([0, 0, 0, 10_000, 0], answer.Media.Select(media => media.Port));
        Assert.Equal(["audio", "audio", "video", "audio", "audio"], answer.Media.Select(media => media.Kind));
        Assert.Equal(4006, stream.RemoteRtp.Port);
    }

    [Fact]
    public void Answer_uses_the_numbers_of_the_offer_and_parameters_of_our_own()
    {
        var (answer, stream) = Answer("m=audio 4000 RTP/AVP 120 97 120\r\na=rtpmap:120 pcma/8000\r\na=rtpmap:97 Telephone-Event/8000\r\na=fmtp:97 0-16,66\r\n");

        Assert.Equal(["120", "97"], answer.Audio!.Formats);
        Assert.Contains(new SdpAttribute("fmtp", "97 0-15"), answer.Audio.Attributes);
        Assert.Equal((120, 97), (stream.Codec.PayloadType, stream.TelephoneEventPayloadType));
    }

    [Theory]
    [InlineData("sendrecv", SdpDirection.SendRecv, SdpDirection.SendRecv)]
    [InlineData("sendrecv", SdpDirection.SendOnly, SdpDirection.SendOnly)]
    [InlineData("sendrecv", SdpDirection.RecvOnly, SdpDirection.RecvOnly)]
    [InlineData("sendrecv", SdpDirection.Inactive, SdpDirection.Inactive)]
    [InlineData("sendonly", SdpDirection.SendRecv, SdpDirection.RecvOnly)]
    [InlineData("sendonly", SdpDirection.SendOnly, SdpDirection.Inactive)]
    [InlineData("sendonly", SdpDirection.RecvOnly, SdpDirection.RecvOnly)]
    [InlineData("recvonly", SdpDirection.SendRecv, SdpDirection.SendOnly)]
    [InlineData("recvonly", SdpDirection.SendOnly, SdpDirection.SendOnly)]
    [InlineData("recvonly", SdpDirection.RecvOnly, SdpDirection.Inactive)]
    [InlineData("inactive", SdpDirection.SendRecv, SdpDirection.Inactive)]
    public void Directions_meet(string offered, SdpDirection wanted, SdpDirection expected)
    {
        var (answer, stream) = Answer($"m=audio 4000 RTP/AVP 0\r\na={offered}\r\n", _settings with { Direction = wanted });

        Assert.Equal((expected, expected), (stream.Direction, answer.DirectionOf(answer.Audio!)));
        Assert.Equal(offered, SdpDirections.NameOf(stream.PeerDirection));
    }

    [Fact]
    public void Session_level_direction_counts_where_the_stream_says_none() =>
        Assert.Equal(SdpDirection.RecvOnly, Answer("a=sendonly\r\nm=audio 4000 RTP/AVP 0\r\n").Stream.Direction);

    [Theory]
    [InlineData("a=rtcp-mux\r\n", "192.0.2.5:4000", true)]
    [InlineData("a=rtcp-mux\r\na=rtcp:4001\r\n", "192.0.2.5:4000", true)]
    [InlineData("a=rtcp:5555\r\n", "192.0.2.5:5555", false)]
    [InlineData("a=rtcp:5555 IN IP4 192.0.2.77\r\n", "192.0.2.77:5555", false)]
    [InlineData("a=rtcp:no\r\n", "192.0.2.5:4001", false)]
    [InlineData("", "192.0.2.5:4001", false)]
    public void Rtcp_goes_where_the_peer_says(string attributes, string expected, bool mux)
    {
        var (answer, stream) = Answer("m=audio 4000 RTP/AVP 0\r\n" + attributes);

        Assert.Equal((IPEndPoint.Parse(expected), mux), (stream.RemoteRtcp, stream.RtcpMux));
        Assert.Equal(mux, answer.Audio!.HasRtcpMux);
    }

    [Theory]
    [InlineData("a=ptime:40\r\n", 40)]
    [InlineData("a=ptime:60\r\na=maxptime:40\r\n", 40)]
    [InlineData("a=maxptime:150\r\n", 20)]
    [InlineData("a=ptime:0\r\n", 20)]
    public void Packet_time_is_what_the_peer_wants(string attributes, int expected) =>
        Assert.Equal(expected, Answer("m=audio 4000 RTP/AVP 0\r\n" + attributes).Stream.PacketTimeMs);

    [Fact]
    public void What_we_do_not_speak_is_not_answered()
    {
        var (answer, _) = Answer("a=ice-ufrag:x\r\nm=audio 4000 RTP/AVP 0\r\na=candidate:1 1 UDP 1 192.0.2.5 4000 typ host\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x\r\n");

        Assert.All(answer.Audio!.Attributes, attribute => Assert.DoesNotContain(attribute.Name, new[] { "candidate", "crypto" }));
    }

    [Fact]
    public void Times_of_the_answer_are_those_of_the_offer()
    {
        Assert.True(SdpNegotiation.TryAnswer(Parse(Head.Replace("t=0 0", "t=5 9", StringComparison.Ordinal) + "m=audio 4000 RTP/AVP 0\r\n"), _settings, out var answer, out _));
        Assert.Equal(new SdpTiming(5, 9), answer.Timing);
    }

    [Fact]
    public void An_address_of_the_other_family_cannot_be_met() =>
        Assert.False(SdpNegotiation.TryAnswer(Parse(Head + "m=audio 4000 RTP/AVP 0\r\nc=IN IP6 2001:db8::1\r\n"), _settings, out _, out _));

    [Fact]
    public void Ipv6_is_met_by_ipv6()
    {
        var (answer, stream) = Answer("m=audio 4000 RTP/AVP 0\r\nc=IN IP6 2001:db8::1\r\n", _settings with { Address = IPAddress.Parse("2001:db8::9") });

        Assert.Equal(IPAddress.Parse("2001:db8::1"), stream.RemoteRtp.Address);
        Assert.Contains("c=IN IP6 2001:db8::9", answer.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("c=IN IP6 2001:db8::1", "c=IN IP6 2001:db8::9")]
    [InlineData("c=IN IP4 192.0.2.7", "c=IN IP4 192.0.2.9")]
    [InlineData("c=IN IP6 ::", "c=IN IP4 192.0.2.9")] // hold as it was: the family that we are in
    public void An_offer_of_either_family_is_answered_in_it(string theirs, string ours)
    {
        var both = _settings with { Address = IPAddress.Parse("192.0.2.9"), OtherAddress = IPAddress.Parse("2001:db8::9") };

        Assert.Contains(ours + "\r\n", Answer($"m=audio 4000 RTP/AVP 0\r\n{theirs}\r\n", both).Answer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_in_another_family_than_the_offer_is_none() => Assert.False(
        SdpNegotiation.TryAccept(SdpNegotiation.CreateOffer(_settings), Parse(Head + "m=audio 5000 RTP/AVP 0\r\nc=IN IP6 2001:db8::1\r\n"), out _));

    [Theory]
    [InlineData("m=video 4000 RTP/AVP 96\r\nm=audio 0 RTP/AVP 0\r\n", SdpMismatch.Media)]
    [InlineData("m=audio 4000 RTP/SAVP 0\r\n", SdpMismatch.Transport)]
    [InlineData("m=audio 4000 RTP/SAVP 0\r\nm=audio 4000 RTP/AVP 18\r\n", SdpMismatch.Format)]
    [InlineData("m=audio 4000 RTP/AVP 101\r\na=rtpmap:101 telephone-event/8000\r\n", SdpMismatch.Format)]
    [InlineData("m=audio 4000 RTP/AVP 0\r\nc=IN IP4 media.example.com\r\n", SdpMismatch.HostName)]
    [InlineData("m=audio 4000 RTP/AVP 0\r\nc=IN IP6 2001:db8::1\r\n", SdpMismatch.AddressFamily)]
    public void What_cannot_be_met_has_a_reason(string streams, SdpMismatch reason)
    {
        var offer = Parse(Head + streams);

        Assert.False(SdpNegotiation.TryAnswer(offer, _settings, out _, out _));
        Assert.Equal(reason, SdpNegotiation.Mismatch(offer, _settings));
    }

    [Fact]
    public void Answer_to_the_second_line_is_read_from_the_second_line()
    {
        var offer = SdpNegotiation.CreateOffer(_settings, Answer("m=video 4004 RTP/AVP 99\r\nm=audio 4000 RTP/AVP 0\r\n").Answer);
        var answer = Parse(Head + "m=video 0 RTP/AVP 99\r\nm=audio 5000 RTP/AVP 0\r\n");

        Assert.Equal(["video", "audio"], offer.Media.Select(media => media.Kind));
        Assert.True(SdpNegotiation.TryAccept(offer, answer, out var stream));
        Assert.Equal(5000, stream.RemoteRtp.Port);
        Assert.False(SdpNegotiation.TryAccept(offer, Parse(Head + "m=audio 5000 RTP/AVP 0\r\nm=audio 0 RTP/AVP 0\r\n"), out _));
    }

    [Theory]
    [InlineData("v=0\r\no=Some PBX 16.2 1 2 IN IP4 192.0.2.5\r\n", true)]
    [InlineData(Head + "b=AS:64\r\nm=audio 1 RTP/AVP 0\r\nb=TIAS:64000\r\n", true)]
    [InlineData(Head + "b=AS\r\n", false)]
    [InlineData(Head + "b=AS:much\r\n", false)]
    [InlineData("v=0\r\no=- 1 2 IN IP4 192.0.2.5\r\nt=now\r\n", false)]
    public void Reads_lines_by_their_grammar(string text, bool valid) =>
        Assert.Equal(valid, SdpSession.TryParse(Encoding.UTF8.GetBytes(text), out _, out _));

    [Theory]
    [InlineData("multipart/mixed;boundary=\"b 1\"", "--b 1\r\nContent-Type: application/isup\r\n\r\nxyz\r\n--b 1\r\nContent-Type: application/SDP\r\n\r\n" + Head + "\r\n--b 1--\r\n", true)]
    [InlineData("multipart/mixed; boundary=b", "--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b--\r\n", false)]
    [InlineData("multipart/mixed; boundary=b", "--b\r\nContent-Type: application/sdp\r\n\r\n" + Head, false)]
    [InlineData("multipart/mixed", "--b\r\n", false)]
    [InlineData("application/sdp", Head, true)]
    [InlineData("text/plain", Head, false)]
    public void Finds_the_description_in_a_body(string type, string body, bool found)
    {
        var message = new SipResponse(200);
        message.SetBody(type, Encoding.UTF8.GetBytes(body));

        Assert.Equal(found, SdpBody.TryRead(message, out var session, out var error));
        Assert.Equal(found, session is not null);
        Assert.Null(error);
    }

    private static (SdpSession Answer, SdpAudioStream Stream) Answer(string media, SdpAudioSettings? settings = null)
    {
        Assert.True(SdpNegotiation.TryAnswer(Parse(Head + media), settings ?? _settings, out var answer, out var stream));
        return (answer, stream);
    }

    private static SdpSession Parse(string text)
    {
        Assert.True(SdpSession.TryParse(Encoding.UTF8.GetBytes(text), out var session, out var error), error.ToString());
        return session;
    }
}
