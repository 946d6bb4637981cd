using SmartPbx.Media.Codecs;

namespace SmartPbx.Media.Tests.TestKit;

/// <summary>Sends a steady tone in packets of 20 ms of any codec.</summary>
internal sealed class ToneSource : IDisposable
{
    private readonly PayloadFormat _format;
    private readonly IAudioEncoder _encoder;
    private readonly double _step;
    private readonly short[] _pcm;
    private readonly byte[] _payload = new byte[1275];
    private long _position;

    public ToneSource(PayloadFormat format, double hz)
    {
        Assert.True(AudioCodecs.TryFind(format, out IAudioCodec? codec));
        _format = format;
        _encoder = codec.CreateEncoder(codec.SampleRateHz, format);
        _step = 2 * Math.PI * hz / codec.SampleRateHz;
        _pcm = new short[codec.SampleRateHz / 50];
    }

    public void Send(RtpPeer peer, int port)
    {
        for (int i = 0; i < _pcm.Length; i++) _pcm[i] = (short)(6000 * Math.Sin(_step * _position++));
        int bytes = _encoder.Encode(_pcm, _payload);
        peer.SendRaw(port, peer.Compose(_payload.AsSpan(0, bytes), _format.PayloadType));
        peer.Sequence++;
        peer.Timestamp += (uint)(_format.ClockRateHz / 50);
    }

    public void Dispose() => _encoder.Dispose();
}
