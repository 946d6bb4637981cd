namespace SmartPbx.TestKit.Rtp;

/// <summary>G.711 µ-law by the formula of the recommendation (bias 0x84, segments), kept apart from the product's tables on purpose.</summary>
public static class MuLaw
{
    private const int Bias = 0x84, Clip = 32635;

    public static byte Encode(short sample)
    {
        int value = sample, sign = 0;
        if (value < 0) (value, sign) = (-value, 0x80);
        value = Math.Min(value, Clip) + Bias;
        var exponent = 7;
        for (var mask = 0x4000; (value & mask) == 0 && exponent > 0; mask >>= 1) exponent--;
        return (byte)~(sign | (exponent << 4) | ((value >> (exponent + 3)) & 0x0F));
    }

    public static short Decode(byte code)
    {
        var value = ~code & 0xFF;
        var magnitude = ((((value & 0x0F) << 3) + Bias) << ((value >> 4) & 7)) - Bias;
        return (short)((value & 0x80) != 0 ? -magnitude : magnitude);
    }
}
