using SmartPbx.Media.Audio;
using SmartPbx.Media.Tests.TestKit;

namespace SmartPbx.Media.Tests.Audio;

public sealed class WavTests
{
    [Fact]
    public void Reading_gives_back_what_was_written_in_pieces()
    {
        using var stream = new MemoryStream();
        using (var writer = new WavWriter(stream, 22_050, 1))
        {
            writer.Write([1, 2, 3]);
            writer.Write([-4, short.MinValue]);
        }
        Assert.Equal([1, 2, 3, -4, short.MinValue], Wav.Channel(stream, 0));
        Assert.Equal(WavFormat.HeaderBytes + 10, stream.Length);
        Assert.True(WavFormat.TryReadHeader(stream, out WavFormat format));
        Assert.Equal((22_050, 1, 10), (format.SampleRateHz, format.Channels, format.DataBytes));
    }

    [Fact]
    public void Foreign_chunks_before_the_data_are_skipped()
    {
        using var plain = new MemoryStream();
        using (var writer = new WavWriter(plain, 8000, 1)) writer.Write([7, 8]);
        byte[] bytes = plain.ToArray();
        using var stream = new MemoryStream([.. bytes[..36], .. "LIST"u8, 3, 0, 0, 0, 1, 2, 3, 0, .. bytes[36..]]);
        Assert.Equal([7, 8], Wav.Channel(stream, 0));
    }

    [Theory]
    [InlineData("")]
    [InlineData("52494646")]
    [InlineData("524946460000000057415645")]
    [InlineData("52494646000000005741564564617461FFFFFFFF")]
    public void Broken_headers_are_refused(string hex)
    {
        using var stream = new MemoryStream(Convert.FromHexString(hex));
        Assert.False(WavFormat.TryReadHeader(stream, out _));
    }

    [Fact]
    public void Cut_headers_of_every_length_are_refused_or_empty()
    {
        byte[] whole = Wav.Stereo(8000, [1, 2], [3, 4]);
        for (int length = 0; length < WavFormat.HeaderBytes; length++)
            Assert.False(WavFormat.TryReadHeader(new MemoryStream(whole[..length]), out _));
    }
}
