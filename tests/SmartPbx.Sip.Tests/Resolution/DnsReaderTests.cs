using SmartPbx.Sip.Resolution.Dns;
using SmartPbx.Sip.Tests.Kit;

namespace SmartPbx.Sip.Tests.Resolution;

public sealed class DnsReaderTests
{
    [Fact]
    public void Compressed_names_are_followed_back()
    {
        byte[] bytes = [.. DnsZone.Name("Example.COM"), 3, (byte)'s', (byte)'i', (byte)'p', 0xC0, 0, 9];
        var reader = new DnsReader(bytes) { Position = 13 };

        Assert.Equal("sip.example.com", reader.Name());
        Assert.Equal((9, false), (reader.Byte(), reader.IsBroken));
    }

    [Theory]
    [InlineData(new byte[] { 0xC0, 0 }, 0)] // itself
    [InlineData(new byte[] { 0xC0, 2, 0xC0, 0 }, 2)] // each other
    [InlineData(new byte[] { 1, 97, 0xC0, 0 }, 0)] // a loop that grows
    [InlineData(new byte[] { 0xC0, 9, 0 }, 0)] // forward
    [InlineData(new byte[] { 0xC0 }, 0)] // half a pointer
    [InlineData(new byte[] { 5, 97, 98 }, 0)] // label beyond the end
    [InlineData(new byte[] { 0x41, 97, 0 }, 0)] // a label type of no use
    [InlineData(new byte[] { 3, 97, 46, 98, 0 }, 0)] // a dot inside a label
    public void Names_that_lead_nowhere_are_broken(byte[] bytes, int at)
    {
        var reader = new DnsReader(bytes) { Position = at };

        Assert.Equal("", reader.Name());
        Assert.True(reader.IsBroken);
    }

    [Fact]
    public void A_name_is_bounded()
    {
        byte[] bytes = [.. Enumerable.Repeat((byte[])[1, 97], 300).SelectMany(label => label), 0];
        var reader = new DnsReader(bytes);

        Assert.Equal("", reader.Name());
    }

    [Fact]
    public void Any_bytes_are_read_or_refused()
    {
        var tokens = new SeededTokens(11);
        DnsQuestion.TryCreate("example.com", DnsRecordType.Srv, out var question);
        byte[] sound = ScriptedDns.Answer(question.ToBytes(7), answers: [DnsZone.Srv("example.com", 1, 2, 3, "sip.example.com"), DnsZone.Soa("example.com", 5)]);
        Assert.True(DnsResponse.TryParse(sound, 7, question, out var whole));
        Assert.Equal(2, whole.Answers.Count);
        var noise = new byte[3];

        for (int run = 0; run < 20_000; run++)
        {
            byte[] bytes = [.. sound];
            tokens.Fill(noise);
            bytes[12 + (noise[0] % (bytes.Length - 12))] = noise[1];
            DnsResponse.TryParse(bytes.AsSpan(0, 1 + (noise[2] * bytes.Length / 256)), 7, question, out _);
            DnsResponse.TryParse(bytes, 7, question, out _);
        }
    }
}
