using SmartPbx.Media.Codecs;
using SmartPbx.Media.Recording;
using SmartPbx.Media.Relay;
using SmartPbx.Media.Tests.TestKit;

namespace SmartPbx.Media.Tests.Recording;

public sealed class RecordingCodecChangeTests
{
    private const int RateHz = 16_000;
    private const int TicksPerCodec = 50;
    private const int ToneFrom = 20, ToneTo = 25; // ticks after each change

    [OpusFact]
    public void A_call_that_changes_its_codec_and_clock_stays_on_the_time_line()
    {
        using var folder = new TempFolder();
        var time = new SteppedTime();
        var tap = new PacketTap(TapSide.Inbound);
        var track = new RecordingTrack(folder.File("call.wav"), time, new RecorderOptions { SampleRateHz = RateHz }, tap, new PacketTap(TapSide.Outbound), error => Assert.Fail(error.Message));
        PayloadFormat[] formats = [PayloadFormat.Pcmu, PayloadFormat.G722, PayloadFormat.Opus, PayloadFormat.Pcma];
        uint timestamp = 1000;
        foreach (PayloadFormat format in formats)
        {
            Assert.True(AudioCodecs.TryFind(format, out IAudioCodec? codec));
            using IAudioEncoder encoder = codec.CreateEncoder(RateHz, format);
            for (int tick = 0; tick < TicksPerCodec; tick++)
            {
                var payload = new byte[1275];
                int bytes = encoder.Encode(Frame(tick), payload);
                Assert.True(tap.Write(codec, 1, timestamp, time.GetTimestamp(), payload.AsSpan(0, bytes)));
                timestamp += (uint)format.ClockRateHz / 50;
                time.Advance(TimeSpan.FromMilliseconds(20));
                if (tick % 5 == 0) Assert.True(track.Service());
            }
        }
        Task<RecordingResult> sealing = track.SealAsync();
        Assert.False(track.Service());
        short[] heard = Wav.Channel(track.Path, 0);
        Assert.Equal(RateHz, sealing.Result.SampleRateHz);
        for (int codec = 0; codec < formats.Length; codec++)
            for (int tick = 2; tick < TicksPerCodec; tick++)
                if (tick is >= ToneFrom + 1 and < ToneTo) Assert.True(Level(heard, codec, tick) > 1000, $"{formats[codec].EncodingName} {tick}");
                else if (tick is < ToneFrom - 1 or > ToneTo + 2) Assert.True(Level(heard, codec, tick) < 200, $"{formats[codec].EncodingName} {tick}: {Level(heard, codec, tick)}");
    }

    private static short[] Frame(int tick) =>
        [.. Enumerable.Range(0, RateHz / 50).Select(i => (short)(tick is >= ToneFrom and < ToneTo ? 8000 * Math.Sin(2 * Math.PI * 500 * i / RateHz) : 0))];

    private static double Level(short[] heard, int codec, int tick)
    {
        int at = (codec * TicksPerCodec + tick) * RateHz / 50;
        return Math.Sqrt(heard[at..(at + RateHz / 50)].Average(s => (double)s * s));
    }
}
