using SmartPbx.Media.Codecs;

namespace SmartPbx.Media.Tests.Codecs;

public sealed class G711Tests
{
    // Decoder output values of ITU-T G.711 tables 1a and 2a, scaled to 16 bits.
    [Theory]
    [InlineData(0x00, -32124)]
    [InlineData(0x0F, -16764)]
    [InlineData(0x10, -15996)]
    [InlineData(0x7E, -8)]
    [InlineData(0x7F, 0)]
    [InlineData(0x80, 32124)]
    [InlineData(0xEF, 132)]
    [InlineData(0xF0, 120)]
    [InlineData(0xFF, 0)]
    public void Mu_law_decodes_to_the_reference(byte code, short expected) => Assert.Equal(expected, G711.MuLawToLinear(code));

    [Theory]
    [InlineData(0xD5, 8)]
    [InlineData(0x55, -8)]
    [InlineData(0xAA, 32256)]
    [InlineData(0x2A, -32256)]
    [InlineData(0x80, 5504)]
    [InlineData(0x05, -4224)]
    public void A_law_decodes_to_the_reference(byte code, short expected) => Assert.Equal(expected, G711.ALawToLinear(code));

    [Fact]
    public void Every_code_survives_decoding_and_encoding()
    {
        for (int code = 0; code < 256; code++)
        {
            if (code != 0x7F) Assert.Equal(code, G711.LinearToMuLaw(G711.MuLawToLinear((byte)code))); // 0x7F is the negative zero
            Assert.Equal(code, G711.LinearToALaw(G711.ALawToLinear((byte)code)));
        }
    }

    [Fact]
    public void Encoding_takes_the_nearest_level_within_half_a_step()
    {
        for (int sample = -32_000; sample <= 32_000; sample += 7)
        {
            double allowed = Math.Max(16, (Math.Abs(sample) + 132) / 31.0);
            Assert.InRange(Math.Abs(G711.MuLawToLinear(G711.LinearToMuLaw((short)sample)) - sample), 0, allowed);
            Assert.InRange(Math.Abs(G711.ALawToLinear(G711.LinearToALaw((short)sample)) - sample), 0, allowed);
        }
    }
}
