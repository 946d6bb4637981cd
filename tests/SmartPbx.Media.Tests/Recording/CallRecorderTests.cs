using SmartPbx.Media.Codecs;
using SmartPbx.Media.Recording;
using SmartPbx.Media.Relay;
using SmartPbx.Media.Tests.TestKit;

namespace SmartPbx.Media.Tests.Recording;

public sealed class CallRecorderTests
{
    [Fact]
    public async Task Records_what_arrives_and_what_is_played_on_their_channels()
    {
        using var folder = new TempFolder();
        using var engine = new EngineFixture();
        using var caller = new RtpPeer(0xA);
        MediaLeg leg = engine.OpenLeg(caller.Remote());
        leg.SetKeepAlive(true);
        await using CallRecorder recorder = CallRecorder.Start(folder.File("call.wav"), leg, new RecorderOptions());
        engine.Settle();
        for (int i = 0; i < 10; i++) caller.Send(leg.RtpPort, Enumerable.Repeat((byte)0x10, 160).ToArray());
        leg.Playout.Enqueue(Enumerable.Repeat(G711.MuLawToLinear(0x20), 1600).ToArray());
        Deadline.Until(() => leg.Playout.PlayedSamples == 1600, "the answer is played");
        leg.Dispose();
        RecordingResult result = await recorder.SealAsync().WaitAsync(Deadline.Default);
        Assert.True(result.IsComplete);
        Assert.Equal(8000, result.SampleRateHz);
        short[] inbound = Wav.Channel(result.Path, 0), outbound = Wav.Channel(result.Path, 1);
        Assert.Equal(1600, inbound.Count(sample => sample == G711.MuLawToLinear(0x10)));
        Assert.Equal(1600, outbound.Count(sample => sample == G711.MuLawToLinear(0x20)));
        Assert.Equal(result.Duration.TotalSeconds * 8000, inbound.Length);
        Assert.Same(result, await recorder.SealAsync());
    }

    [Fact]
    public void A_path_that_cannot_be_created_is_refused_at_once()
    {
        using var folder = new TempFolder();
        using var engine = new EngineFixture();
        MediaLeg leg = engine.OpenLeg();
        Assert.ThrowsAny<IOException>(() => CallRecorder.Start(folder.File("missing/call.wav"), leg, new RecorderOptions()));
    }
}
