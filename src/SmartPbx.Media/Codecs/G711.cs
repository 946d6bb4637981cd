namespace SmartPbx.Media.Codecs;

/// <summary>
/// ITU-T G.711 as tables: decoding by 256 entries, encoding by 65,536, and straight conversion between the laws. Tables are built once
/// from the segment rules, which stand beside the code.
/// </summary>
public static class G711
{
    /// <summary>Silence in µ-law.</summary>
    public const byte MuLawSilence = 0xFF;

    /// <summary>Silence in A-law.</summary>
    public const byte ALawSilence = 0xD5;

    private static readonly short[] MuLawToPcm = BuildDecoder(DecodeMuLaw);
    private static readonly short[] ALawToPcm = BuildDecoder(DecodeALaw);
    private static readonly byte[] PcmToMuLaw = BuildEncoder(EncodeMuLaw);
    private static readonly byte[] PcmToALaw = BuildEncoder(EncodeALaw);

    /// <summary>256 entries that turn a µ-law byte into an A-law byte.</summary>
    public static ReadOnlySpan<byte> MuLawToALaw => MuToA;

    /// <summary>256 entries that turn an A-law byte into a µ-law byte.</summary>
    public static ReadOnlySpan<byte> ALawToMuLaw => AToMu;

    internal static readonly byte[] MuToA = BuildConverter(MuLawToPcm, PcmToALaw);
    internal static readonly byte[] AToMu = BuildConverter(ALawToPcm, PcmToMuLaw);

    /// <summary>One µ-law byte as 16-bit PCM.</summary>
    public static short MuLawToLinear(byte code) => MuLawToPcm[code];

    /// <summary>One A-law byte as 16-bit PCM.</summary>
    public static short ALawToLinear(byte code) => ALawToPcm[code];

    /// <summary>One 16-bit sample as µ-law.</summary>
    public static byte LinearToMuLaw(short sample) => PcmToMuLaw[(ushort)sample];

    /// <summary>One 16-bit sample as A-law.</summary>
    public static byte LinearToALaw(short sample) => PcmToALaw[(ushort)sample];

    internal static void Decode(bool muLaw, ReadOnlySpan<byte> payload, Span<short> pcm)
    {
        short[] table = muLaw ? MuLawToPcm : ALawToPcm;
        for (int i = 0; i < payload.Length; i++) pcm[i] = table[payload[i]];
    }

    internal static void Encode(bool muLaw, ReadOnlySpan<short> pcm, Span<byte> payload)
    {
        byte[] table = muLaw ? PcmToMuLaw : PcmToALaw;
        for (int i = 0; i < pcm.Length; i++) payload[i] = table[(ushort)pcm[i]];
    }

    // G.711 table 2: inverted bits SEEEMMMM; magnitude ((M << 3) + 132) << E, less the bias of 132.
    private static short DecodeMuLaw(byte code)
    {
        int bits = ~code & 0xFF, magnitude = ((((bits & 0x0F) << 3) + 132) << ((bits >> 4) & 7)) - 132;
        return (short)((bits & 0x80) != 0 ? -magnitude : magnitude);
    }

    private static byte EncodeMuLaw(short sample)
    {
        const int Bias = 132, Clip = 32635;
        int magnitude = Math.Min(sample < 0 ? -sample : sample, Clip) + Bias;
        int exponent = System.Numerics.BitOperations.Log2((uint)magnitude) - 7;
        int code = (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0F) | (sample < 0 ? 0x80 : 0);
        return (byte)~code;
    }

    // G.711 table 1: even bits inverted; segment 0 is linear, the others have a hidden bit; 13-bit values in the upper bits of 16.
    private static short DecodeALaw(byte code)
    {
        int bits = code ^ 0x55, segment = (bits >> 4) & 7, value = ((bits & 0x0F) << 4) + 8;
        if (segment > 0) value = (value + 0x100) << (segment - 1);
        return (short)((bits & 0x80) != 0 ? value : -value);
    }

    private static byte EncodeALaw(short sample)
    {
        int sign = sample < 0 ? 0 : 0x80, magnitude = sample < 0 ? -(sample + 1) : sample;
        int segment = magnitude < 256 ? 0 : System.Numerics.BitOperations.Log2((uint)magnitude) - 7;
        int code = (segment << 4) | ((magnitude >> (segment == 0 ? 4 : segment + 3)) & 0x0F) | sign;
        return (byte)(code ^ 0x55);
    }

    private static short[] BuildDecoder(Func<byte, short> decode)
    {
        var table = new short[256];
        for (int code = 0; code < table.Length; code++) table[code] = decode((byte)code);
        return table;
    }

    private static byte[] BuildEncoder(Func<short, byte> encode)
    {
        var table = new byte[65_536];
        for (int sample = 0; sample < table.Length; sample++) table[sample] = encode((short)sample);
        return table;
    }

    private static byte[] BuildConverter(short[] from, byte[] to)
    {
        var table = new byte[256];
        for (int code = 0; code < table.Length; code++) table[code] = to[(ushort)from[code]];
        return table;
    }
}
