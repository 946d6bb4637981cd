using System.Security.Cryptography;
using SmartPbx.Media.Codecs;
using SmartPbx.Media.Tests.TestKit;

namespace SmartPbx.Media.Tests.Codecs;

public sealed class G722Tests
{
    private static readonly short[] Speech = Signals.Speech(16_000, 2);

    // Of the same PCM through another implementation (ffmpeg's encoder and decoder), which ours equals bit by bit.
    private const string EncodedHash = "cdefe30c1adb704d273cf617e1d0ba7cdabda00ede23ff77bc829e4f09f47c14";
    private const string DecodedHash = "3ae964a669303d1000784bc7af78ff4c5f6520205ba79769e0d3725fd672c8d2";

    [Fact]
    public void Encodes_and_decodes_bit_by_bit_as_the_reference()
    {
        byte[] encoded = Encode(Exact());
        short[] decoded = Decode(encoded);
        Assert.Equal(EncodedHash, Convert.ToHexStringLower(SHA256.HashData(encoded)));
        Assert.Equal(DecodedHash, Convert.ToHexStringLower(SHA256.HashData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(decoded.AsSpan()))));
    }

    [Fact]
    public void Speech_survives_with_a_good_ratio_of_signal_to_noise()
    {
        Assert.True(SignalToNoise.Best(Speech, Decode(Encode(Speech)), 60) > 20);
    }

    [Fact]
    public void The_higher_band_is_there()
    {
        short[] tone = [.. Enumerable.Range(0, 16_000).Select(i => (short)(8000 * Math.Sin(2 * Math.PI * 6000 * i / 16_000)))];
        short[] heard = Decode(Encode(tone));
        Assert.True(Media.Detection.Goertzel.Share(heard.AsSpan(1600), 6000, 16_000) > 0.9);
    }

    [Fact]
    public void Any_bytes_decode_to_something_without_an_exception()
    {
        using IAudioDecoder decoder = G722Codec.Instance.CreateDecoder(16_000);
        var random = new Random(7);
        var pcm = new short[640];
        for (int i = 0; i < 2000; i++)
        {
            var payload = new byte[random.Next(400)];
            random.NextBytes(payload);
            Assert.Equal(Math.Min(payload.Length * 2, pcm.Length), decoder.Decode(payload, pcm));
        }
    }

    [Fact]
    public void A_narrowband_listener_gets_eight_kilohertz()
    {
        using IAudioEncoder encoder = G722Codec.Instance.CreateEncoder(8000, PayloadFormat.G722);
        using IAudioDecoder decoder = G722Codec.Instance.CreateDecoder(8000);
        short[] speech = Signals.Speech(8000, 2);
        var heard = new List<short>();
        var payload = new byte[160];
        var pcm = new short[170];
        for (int at = 0; at + 160 <= speech.Length; at += 160)
        {
            Assert.Equal(160, encoder.Encode(speech.AsSpan(at, 160), payload));
            heard.AddRange(pcm[..decoder.Decode(payload, pcm)]);
        }
        Assert.Equal(speech.Length, heard.Count);
        double alike = SignalToNoise.BestCorrelation(speech, [.. heard], 120);
        Assert.True(alike > 0.8, $"{alike}");
    }

    // Two triangles and noise that swell against each other, in whole numbers: the same on every machine.
    private static short[] Exact()
    {
        var pcm = new short[32_000];
        uint seed = 1;
        for (int i = 0; i < pcm.Length; i++)
        {
            seed = seed * 1_664_525 + 1_013_904_223;
            int low = Math.Abs(i * 311 % 32_768 - 16_384) - 8192, high = Math.Abs(i * 7919 % 32_768 - 16_384) - 8192, loud = Math.Abs(i * 3 % 4096 - 2048);
            pcm[i] = (short)((low * loud >> 11) + (high * (2048 - loud) >> 13) + (int)(seed >> 16 & 2047) - 1024);
        }
        return pcm;
    }

    private static byte[] Encode(short[] pcm)
    {
        using IAudioEncoder encoder = G722Codec.Instance.CreateEncoder(16_000, PayloadFormat.G722);
        var payload = new byte[pcm.Length / 2];
        Assert.Equal(payload.Length, encoder.Encode(pcm, payload));
        return payload;
    }

    private static short[] Decode(byte[] payload)
    {
        using IAudioDecoder decoder = G722Codec.Instance.CreateDecoder(16_000);
        var pcm = new short[payload.Length * 2];
        Assert.Equal(pcm.Length, decoder.Decode(payload, pcm));
        return pcm;
    }
}
