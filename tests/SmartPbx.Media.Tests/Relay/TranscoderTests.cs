using SmartPbx.Media.Codecs;
using SmartPbx.Media.Relay;
using SmartPbx.Media.Rtp;

namespace SmartPbx.Media.Tests.Relay;

public sealed class TranscoderTests
{
    [Fact]
    public void Output_that_nobody_takes_is_forgotten_and_leaves_a_gap()
    {
        var remote = new RemoteMedia(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 4000), PayloadFormat.G722);
        using var transcoder = new Transcoder(G711Codec.Pcmu, remote, G722Codec.Instance, null!);
        for (int i = 0; i < 100; i++) Put(transcoder, i);
        var bytes = new byte[Transcoder.MaxPacketBytes];
        Assert.True(transcoder.TryTake(bytes, out int length));
        Assert.False(transcoder.TryTake(bytes, out _));
        Assert.True(RtpPacket.TryParse(bytes.AsSpan(0, length), out RtpPacket packet, out _));
        Assert.Equal(99 * 160u, packet.Timestamp);
        Assert.True(packet.Marker);
    }

    [Fact]
    public void Noise_without_a_listener_ends_by_itself()
    {
        var remote = new RemoteMedia(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 4000), PayloadFormat.G722);
        using var transcoder = new Transcoder(G711Codec.Pcmu, remote, G722Codec.Instance, null!);
        Put(transcoder, 0);
        byte[] noise = new byte[13];
        new RtpHeader(RelayRoute.ComfortNoise, false, 1, 160, 1).Write(noise);
        Assert.True(RtpPacket.TryParse(noise, out RtpPacket packet, out _));
        transcoder.PutNoise(packet);
        int ticks = 0;
        for (; transcoder.NeedsTicks; ticks++) transcoder.Tick();
        Assert.Equal(500, ticks);
    }

    private static void Put(Transcoder transcoder, int number)
    {
        var bytes = new byte[172];
        new RtpHeader(0, false, (ushort)number, (uint)(number * 160), 1).Write(bytes);
        Assert.True(RtpPacket.TryParse(bytes, out RtpPacket packet, out _));
        if (transcoder.Begin(packet)) transcoder.Put(packet);
    }
}
