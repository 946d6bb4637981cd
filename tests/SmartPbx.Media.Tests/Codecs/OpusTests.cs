using SmartPbx.Media.Codecs;
using SmartPbx.Media.Jitter;
using SmartPbx.Media.Tests.TestKit;

namespace SmartPbx.Media.Tests.Codecs;

public sealed class OpusTests
{
    private static readonly PayloadFormat WithFec = PayloadFormat.Opus with { Parameters = "useinbandfec=1" };

    [OpusFact]
    public void Speech_survives_at_both_rates()
    {
        foreach (int rate in (int[])[8000, 16_000])
        {
            short[] speech = Signals.Speech(rate, 2);
            short[] heard = [.. Encode(speech, rate, 20, PayloadFormat.Opus).SelectMany(Decoding(rate))];
            Assert.Equal(speech.Length, heard.Length);
            Assert.True(SignalToNoise.BestCorrelation(speech, heard, rate / 50) > 0.8);
        }
    }

    [OpusFact]
    public void Packets_of_any_usual_length_are_counted_without_decoding()
    {
        foreach (int ms in (int[])[10, 20, 40, 60])
            Assert.All(Encode(Signals.Speech(16_000, 1.2), 16_000, ms, PayloadFormat.Opus), p => Assert.Equal(ms * 16, OpusCodec.Instance.CountSamples(p)));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("03", 0)] // code 3 without its frame count
    [InlineData("0300", 0)]
    [InlineData("1bff", 0)] // 63 frames of 60 ms are more than 120 ms
    [InlineData("08", 320)]
    [InlineData("09", 640)]
    [InlineData("e0", 40)] // CELT, 2.5 ms
    [InlineData("e330", 1920)] // 48 frames of 2.5 ms
    public void The_first_byte_tells_the_length(string hex, int samples) => Assert.Equal(samples, OpusCodec.Instance.CountSamples(Convert.FromHexString(hex)));

    [OpusFact]
    public void Silence_under_dtx_need_not_be_sent()
    {
        PayloadFormat format = PayloadFormat.Opus with { Parameters = "usedtx=1" };
        List<byte[]> packets = Encode(new short[16_000 * 3], 16_000, 20, format);
        Assert.True(packets.Count(p => p.Length == 0) > packets.Count / 2);
        Assert.DoesNotContain(Encode(new short[16_000 * 3], 16_000, 20, PayloadFormat.Opus), p => p.Length == 0);
    }

    [OpusFact]
    public void A_lost_packet_comes_back_from_the_next_one_with_forward_error_correction()
    {
        double with = AfterLosses(WithFec), without = AfterLosses(PayloadFormat.Opus);
        Assert.True(with > without, $"{with} with, {without} without");
        Assert.True(with > 0.7, $"{with}");
    }

    [OpusFact]
    public void Malformed_packets_give_nothing_and_no_exception()
    {
        using IAudioDecoder decoder = OpusCodec.Instance.CreateDecoder(16_000);
        var random = new Random(11);
        var pcm = new short[1920];
        for (int i = 0; i < 5000; i++)
        {
            var payload = new byte[random.Next(1, 200)];
            random.NextBytes(payload);
            Assert.InRange(decoder.Decode(payload, pcm), 0, pcm.Length);
            Assert.InRange(OpusCodec.Instance.CountSamples(payload), 0, 1920);
        }
    }

    [Theory]
    [InlineData(null, false, false, 48_000, null)]
    [InlineData("useinbandfec=1; usedtx=1;maxplaybackrate=8000", true, true, 8000, null)]
    [InlineData("minptime=10;maxaveragebitrate=16000;stereo=1", false, false, 48_000, 16_000)]
    [InlineData("useinbandfec=2;maxplaybackrate=1;maxaveragebitrate=99999999;;=;x", false, false, 48_000, 510_000)]
    public void Reads_the_receivers_wishes(string? fmtp, bool fec, bool dtx, int playbackRate, int? bitrate) =>
        Assert.Equal(new OpusParameters(fec, dtx, false, playbackRate, bitrate), OpusParameters.Parse(fmtp));

    // Every eighth packet is lost; how alike is what the jitter buffer gives?
    private static double AfterLosses(PayloadFormat format)
    {
        short[] speech = Signals.Speech(16_000, 4);
        List<byte[]> packets = Encode(speech, 16_000, 20, format);
        using var buffer = new JitterBuffer(new JitterBufferOptions { SampleRateHz = 16_000, MinDelayMs = 40 });
        var heard = new List<short>();
        var frame = new short[320];
        long arrived = 0;
        for (int i = 0; i < packets.Count; i++)
        {
            if (i % 8 != 5) buffer.Put(OpusCodec.Instance, 1, (uint)(i * 960), packets[i], i);
            buffer.Take(frame, ref arrived);
            heard.AddRange(frame);
        }
        return SignalToNoise.BestCorrelation(speech, [.. heard], 1600);
    }

    private static List<byte[]> Encode(short[] pcm, int rate, int packetMs, PayloadFormat format)
    {
        using IAudioEncoder encoder = OpusCodec.Instance.CreateEncoder(rate, format);
        int samples = rate * packetMs / 1000;
        var payload = new byte[1275];
        var packets = new List<byte[]>();
        for (int at = 0; at + samples <= pcm.Length; at += samples) packets.Add(payload[..encoder.Encode(pcm.AsSpan(at, samples), payload)]);
        return packets;
    }

    private static Func<byte[], short[]> Decoding(int rate)
    {
        IAudioDecoder decoder = OpusCodec.Instance.CreateDecoder(rate);
        var pcm = new short[rate / 8];
        return payload => pcm[..decoder.Decode(payload, pcm)];
    }
}
