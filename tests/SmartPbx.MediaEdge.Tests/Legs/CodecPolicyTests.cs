using System.Net;
using SmartPbx.Media.Codecs;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.Sip.Sdp;

namespace SmartPbx.MediaEdge.Tests.Legs;

public class CodecPolicyTests
{
    private static readonly CodecPolicy Narrow = new(["PCMA", "PCMU", "G722"]);

    [Fact]
    public void Offers_its_codecs_in_the_configured_order_and_events_last() =>
        Assert.Equal(["PCMA", "PCMU", "G722", "telephone-event"], Narrow.All.Select(c => c.Name));

    [Fact]
    public void Answers_with_the_offerers_first_codec_that_is_known()
    {
        var answer = Narrow.For(Offer("18 9 0 101", "a=rtpmap:101 telephone-event/8000"));
        Assert.Equal(["G722", "telephone-event"], answer.Select(c => c.Name));
    }

    [Fact]
    public void Offers_the_other_leg_what_the_first_has_before_the_rest()
    {
        var offer = Narrow.After(Agreed(SdpCodec.G722, 97));
        Assert.Equal(["G722", "PCMA", "PCMU", "telephone-event"], offer.Select(c => c.Name));
        Assert.Equal(97, offer[^1].PayloadType);
    }

    [Fact]
    public void A_new_leg_is_offered_nothing_that_needs_transcoding_while_there_is_no_room_for_it()
    {
        var room = false;
        var policy = new CodecPolicy(["PCMA", "PCMU", "G722"], () => room);
        Assert.Equal(["PCMU", "PCMA", "telephone-event"], policy.ForNewLeg(Agreed(SdpCodec.Pcmu, 101)).Select(c => c.Name));
        Assert.Equal(["G722", "telephone-event"], policy.ForNewLeg(Agreed(SdpCodec.G722, 101)).Select(c => c.Name));
        Assert.Equal(policy.All, policy.ForNewLeg(null));
        Assert.Equal(3, policy.After(Agreed(SdpCodec.G722, 101)).Count(c => !c.IsTelephoneEvent)); // a live call keeps what it has
        room = true;
        Assert.Equal(["PCMU", "PCMA", "G722", "telephone-event"], policy.ForNewLeg(Agreed(SdpCodec.Pcmu, 101)).Select(c => c.Name));
    }

    [Fact]
    public void Numbers_that_the_first_leg_chose_stay_and_ours_give_way()
    {
        if (!OpusCodec.IsAvailable) return;
        var policy = new CodecPolicy(["opus", "PCMU"]);
        var offer = policy.After(Agreed(SdpCodec.Opus with { PayloadType = 110 }, 111));
        Assert.Equal(offer.Count, offer.Select(c => c.PayloadType).Distinct().Count());
        Assert.Equal([110, 0], offer.Take(2).Select(c => c.PayloadType));
        Assert.Equal([8000, 48_000], offer.Where(c => c.IsTelephoneEvent).Select(c => c.ClockRateHz));
    }

    [Theory]
    [InlineData("111 101 110", "a=rtpmap:111 opus/48000/2|a=rtpmap:101 telephone-event/8000|a=rtpmap:110 telephone-event/48000", 48_000)]
    [InlineData("111 101", "a=rtpmap:111 opus/48000/2|a=rtpmap:101 telephone-event/8000", 8000)]
    public void Events_are_taken_on_the_clock_of_the_codec_where_offered(string formats, string lines, int clock)
    {
        if (!OpusCodec.IsAvailable) return;
        var answer = new CodecPolicy(["PCMU", "opus"]).For(Offer(formats, lines.Split('|')));
        Assert.Equal(["opus", "telephone-event"], answer.Select(c => c.Name));
        Assert.Equal(clock, answer[1].ClockRateHz);
    }

    private static SdpAudioStream Agreed(SdpCodec codec, int events) => new()
    {
        RemoteRtp = new IPEndPoint(IPAddress.Loopback, 4000), RemoteRtcp = new IPEndPoint(IPAddress.Loopback, 4001), Codecs = [codec],
        TelephoneEventPayloadType = events, Direction = SdpDirection.SendRecv, PacketTimeMs = 20, RtcpMux = false,
    };

    private static SdpSession Offer(string formats, params string[] lines)
    {
        var text = string.Join("\r\n", ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "c=IN IP4 127.0.0.1", "t=0 0", $"m=audio 4000 RTP/AVP {formats}", .. lines, ""]);
        Assert.True(SdpSession.TryParse(System.Text.Encoding.UTF8.GetBytes(text), out var offer, out _));
        return offer;
    }
}
