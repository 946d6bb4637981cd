using SmartPbx.Media.Codecs;

namespace SmartPbx.Bench.Transcoding;

/// <summary>Four seconds of something like speech, in packets of 20 ms of one codec, and what encoding and decoding one of them costs.</summary>
internal sealed class SpeechLoop
{
    private const int Packets = 200, PacketMs = 20, MaxPayloadBytes = 1275;
    private const double PitchHz = 120, SyllablesPerSecond = 4;
    private const int Harmonics = 20;
    private const int Passes = 100; // the first ones run before the compiler has seen what is hot

    private readonly byte[][] _payloads = new byte[Packets][];

    public SpeechLoop(PayloadFormat format)
    {
        Format = format;
        if (!AudioCodecs.TryFind(format, out var codec)) throw new BenchFailedException($"{format.EncodingName} is not there");
        var rate = codec.SampleRateHz;
        var pcm = Speak(rate);
        var (payload, decoded, samples) = (new byte[MaxPayloadBytes], new short[rate], rate * PacketMs / 1000);
        using var encoder = codec.CreateEncoder(rate, format);
        using var decoder = codec.CreateDecoder(rate);
        EncodeUs = Cost(i => _payloads[i] = payload[..encoder.Encode(pcm.AsSpan(i * samples, samples), payload)]);
        DecodeUs = Cost(i => decoder.Decode(_payloads[i], decoded));
    }

    public PayloadFormat Format { get; }

    public double EncodeUs { get; }

    public double DecodeUs { get; }

    public ReadOnlySpan<byte> this[int packet] => _payloads[packet % Packets];

    // The best of a few passes: the codec, not what the machine does beside it.
    private static double Cost(Action<int> onePacket)
    {
        var best = double.MaxValue;
        for (var pass = 0; pass < Passes; pass++)
        {
            var started = TimeProvider.System.GetTimestamp();
            for (var i = 0; i < Packets; i++) onePacket(i);
            best = Math.Min(best, TimeProvider.System.GetElapsedTime(started).TotalMicroseconds / Packets);
        }
        return best;
    }

    // Harmonics of a gliding pitch, rising and falling with the syllables, and a little noise.
    private static short[] Speak(int rateHz)
    {
        var pcm = new short[rateHz * Packets * PacketMs / 1000];
        var (phase, noise) = (0.0, 1u);
        for (var i = 0; i < pcm.Length; i++)
        {
            var t = (double)i / rateHz;
            phase += 2 * Math.PI * PitchHz * (1 + 0.2 * Math.Sin(2 * Math.PI * 0.7 * t)) / rateHz;
            var loudness = Math.Pow(Math.Sin(Math.PI * SyllablesPerSecond * t), 2);
            var voice = 0.0;
            for (var h = 1; h <= Harmonics; h++) voice += Math.Sin(h * phase) / h * (1 + Math.Cos(h - 4 * loudness));
            noise = noise * 1_664_525 + 1_013_904_223;
            pcm[i] = (short)(loudness * voice * 3000 + (noise >> 24) - 128);
        }
        return pcm;
    }
}
