using SmartPbx.Media.Audio;
using SmartPbx.Media.Codecs;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;

namespace SmartPbx.MediaEdge.Tests.Calls;

public class WidebandCallTests
{
    public static TheoryData<string, string> Pairs()
    {
        string[] names = OpusCodec.IsAvailable ? ["PCMU", "G722", "opus"] : ["PCMU", "G722"];
        var pairs = new TheoryData<string, string>();
        foreach (var caller in names)
            foreach (var callee in names)
                if (caller != callee || caller == "opus") pairs.Add(caller, callee);
        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Phones_without_a_common_codec_hear_each_other(string callerCodec, string calleeCodec)
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync(Codec(calleeCodec));
        await using var caller = new TestPhone(TestEdge.TrunkAddress, codec: Codec(callerCodec));
        var call = caller.Call(edge.Sip, "1000");
        var invite = await callee.RequestAsync(SipMethod.Invite);
        Assert.Equal(callerCodec, Offered(invite.Request)[0].Name);
        var b = callee.Answer(invite);
        var a = await call.AnsweredAsync();

        caller.Audio.Sing(a.EdgeRtp, 440);
        callee.Audio.Sing(b.EdgeRtp, 1760);
        await Eventually.TrueAsync(() => callee.Audio.Hears(440) && caller.Audio.Hears(1760), "both hear each other");
        Assert.Equal(200, (await a.ByeAsync()).Status);

        var cdr = await edge.CdrAsync();
        var rate = callerCodec == "PCMU" ? 8000 : 16_000;
        Assert.Equal((callerCodec, rate), (cdr.Codec, cdr.SampleRateHz));
        Assert.Equal([callerCodec, calleeCodec], cdr.Legs.Select(leg => leg.Codec));
        await Eventually.TrueAsync(() => edge.Bus.Of("call.recording_saved").Any(), "the recording is saved");
        using var wav = new MemoryStream(Assert.Single(edge.Blobs.Files).Value);
        Assert.True(WavReader.TryOpen(wav, out var reader));
        Assert.Equal(rate, reader.Format.SampleRateHz);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task The_agent_speaks_wideband_to_a_wideband_caller()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress, codec: SdpCodec.G722);
        var call = caller.Call(edge.Sip, "2000");
        await call.AnsweredAsync();
        await Eventually.TrueAsync(() => caller.Audio.Hears(1000), "the greeting plays");
    }

    [Fact]
    public async Task A_codec_that_is_not_configured_is_refused()
    {
        await using var edge = await TestEdge.StartAsync(null, ("Edge:Rtp:Codecs", "PCMA"));
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        Assert.Equal(488, (await caller.Call(edge.Sip, "1000").FinalAsync()).Status);
    }

    private static SdpCodec Codec(string name) => name switch { "G722" => SdpCodec.G722, "opus" => SdpCodec.Opus, _ => SdpCodec.Pcmu };

    private static IReadOnlyList<SdpCodec> Offered(SipRequest invite)
    {
        Assert.True(SdpSession.TryParse(invite.Body.Span, out var offer, out _));
        return offer.Audio!.Codecs;
    }
}
