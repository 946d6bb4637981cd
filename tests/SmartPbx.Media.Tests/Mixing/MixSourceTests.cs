using SmartPbx.Media.Codecs;
using SmartPbx.Media.Mixing;
using SmartPbx.Media.Recording;
using SmartPbx.Media.Relay;

namespace SmartPbx.Media.Tests.Mixing;

public sealed class MixSourceTests
{
    private const byte Loud = 0x20; // µ-law

    private readonly PacketTap _tap = new(TapSide.Inbound);
    private uint _timestamp = 8000;

    [Theory]
    [InlineData(8000)]
    [InlineData(16_000)]
    [InlineData(48_000)]
    public void A_lost_packet_is_concealed_and_a_voice_that_ends_is_silence(int sampleRateHz)
    {
        using var source = new MixSource(_tap, sampleRateHz);
        for (int i = 0; i < 5; i++)
        {
            Packet();
            source.Tick();
        }
        source.Tick(); // the one that waited
        source.Tick();
        Assert.False(source.IsSilent);
        Assert.Contains(source.Frame.ToArray(), sample => sample != 0);
        for (int i = 0; i < 5; i++) source.Tick();
        Assert.True(source.IsSilent);
        Assert.Equal(sampleRateHz / 50, source.Frame.Length);
    }

    [Fact]
    public void Packets_in_the_wrong_order_come_out_in_the_right_one()
    {
        using var source = new MixSource(_tap, 8000);
        Packet(Loud);
        uint second = _timestamp;
        _timestamp += 160;
        Packet(0xFF);
        Put(second, Loud);
        List<bool> loud = [];
        for (int i = 0; i < 4; i++)
        {
            source.Tick();
            loud.Add(source.Frame[80] != 0);
        }
        Assert.Equal([false, true, true, false], loud);
    }

    private void Packet(byte sample = Loud)
    {
        Put(_timestamp, sample);
        _timestamp += 160;
    }

    private void Put(uint timestamp, byte sample) => Assert.True(_tap.Write(G711Codec.Pcmu, 1, timestamp, 0, [.. Enumerable.Repeat(sample, 160)]));
}
