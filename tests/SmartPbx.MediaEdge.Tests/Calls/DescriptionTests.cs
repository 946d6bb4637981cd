using System.Text;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Tests.Calls;

/// <summary>What callers describe and what they are told (RFC 8866, RFC 3264).</summary>
public class DescriptionTests
{
    private const string Head = "v=0\r\no=- 1 1 IN IP4 127.0.0.2\r\ns=-\r\nc=IN IP4 127.0.0.2\r\nt=0 0\r\n";

    [Theory]
    [InlineData("application/sdp", "v=0\r\no=broken\r\n", 400)]
    [InlineData("application/sdp", Head + "m=audio 99999 RTP/AVP 0\r\n", 400)]
    [InlineData("text/plain", "hello", 415)]
    [InlineData("application/sdp", Head + "m=audio 4000 RTP/SAVP 0\r\n", 488)]
    [InlineData("application/sdp", Head + "m=audio 0 RTP/AVP 0\r\n", 488)]
    [InlineData("application/sdp", Head + "m=video 4000 RTP/AVP 99\r\n", 488)]
    [InlineData("application/sdp", Head + "m=audio 4000 RTP/AVP 0\r\nc=IN IP6 2001:db8::1\r\n", 488)]
    public async Task Body_that_cannot_be_met_is_refused_by_its_kind(string type, string body, int status)
    {
        await using var edge = await TestEdge.StartAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);

        var refused = await caller.Call(edge.Sip, "2000", change: invite => invite.SetBody(type, Encoding.UTF8.GetBytes(body))).FinalAsync();
        Assert.Equal(status, refused.Status);
        if (status == 415) Assert.Contains("application/sdp", refused.Headers["Accept"], StringComparison.Ordinal);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Second_audio_line_inside_a_multipart_is_taken_with_its_numbers_and_one_port_for_rtcp()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var port = caller.Audio.EndPoint.Port;
        var sdp = Head + $"m=audio 4000 RTP/SAVP 0\r\nm=audio {port} RTP/AVP 0 96\r\na=rtpmap:96 telephone-event/8000\r\na=rtcp-mux\r\nm=video 4002 RTP/AVP 99\r\n";
        var call = caller.Call(edge.Sip, "1000", change: invite => invite.SetBody("multipart/mixed;boundary=part",
            Encoding.UTF8.GetBytes($"--part\r\nContent-Type: application/ISUP\r\n\r\n\u0001\u0002\r\n--part\r\nContent-Type: application/sdp\r\n\r\n{sdp}\r\n--part--\r\n")));
        var invite = await callee.RequestAsync(SipMethod.Invite);
        Assert.True(invite.Request.Sdp().Audio!.HasRtcpMux);
        var b = callee.Answer(invite);
        var ok = await call.ResponseAsync(200);
        var a = call.Early(caller, edge, ok);
        caller.Stack.SendAck(a.Dialog.CreateAck(call.Invite), edge.Sip);

        Assert.Equal([true, false, true], ok.Sdp().Media.Select(m => m.Port == 0));
        Assert.Equal((true, "96"), (ok.Sdp().Audio!.HasRtcpMux, ok.Sdp().Audio!.Formats[^1]));
        caller.Audio.Sing(a.EdgeRtp, 440);
        callee.Audio.Sing(b.EdgeRtp, 1760);
        await Eventually.TrueAsync(() => caller.Audio.Hears(1760) && callee.Audio.Hears(440), "both hear each other");
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }
}
