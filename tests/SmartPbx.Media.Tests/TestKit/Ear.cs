using SmartPbx.Media.Codecs;
using SmartPbx.Media.Detection;

namespace SmartPbx.Media.Tests.TestKit;

/// <summary>Decodes what a peer is sent, keeps its packets, and tells tones apart.</summary>
internal sealed class Ear : IDisposable
{
    private const int WindowPackets = 10, Patience = 1500; // packets: half a minute of a relay that is not kept waiting
    private const double AudibleAmplitude = 1500; // of the 6000 that a singer sings with

    private readonly RtpPeer _peer;
    private readonly IAudioCodec _codec;
    private readonly IAudioDecoder _decoder;
    private readonly Queue<short[]> _latest = [];
    private readonly short[] _pcm = new short[1920];

    public Ear(RtpPeer peer, PayloadFormat format)
    {
        Assert.True(AudioCodecs.TryFind(format, out _codec!));
        (_peer, _decoder) = (peer, _codec.CreateDecoder(_codec.SampleRateHz));
    }

    /// <summary>When it began to listen, before there was anything to hear.</summary>
    public long Since { get; } = TimeProvider.System.GetTimestamp();

    /// <summary>Every packet heard.</summary>
    public List<ReceivedRtp> Packets { get; } = [];

    /// <summary>Waits until these tones, and no others of those that are sung, fill the last fifth of a second.</summary>
    public void Until(double[] sung, params double[] heard)
    {
        int last = Packets.Count + Patience;
        do
        {
            Hear();
            if (Packets.Count > last) Assert.Fail($"wanted {string.Join(", ", heard)} Hz, hears {string.Join(", ", sung.Where(Hears))} Hz");
        }
        while (_latest.Count < WindowPackets || !sung.All(hz => Hears(hz) == heard.Contains(hz)));
    }

    /// <summary>Takes one packet.</summary>
    public void Hear()
    {
        ReceivedRtp packet = _peer.ReceiveRtp();
        Packets.Add(packet);
        _latest.Enqueue(_pcm[.._decoder.Decode(packet.Payload, _pcm)]);
        if (_latest.Count > WindowPackets) _latest.Dequeue();
    }

    public void Dispose() => _decoder.Dispose();

    private bool Hears(double hz) => Math.Sqrt(Goertzel.SquaredAmplitude(_latest.SelectMany(pcm => pcm).ToArray(), hz, _codec.SampleRateHz)) > AudibleAmplitude;
}
