using SmartPbx.Media.Codecs;
using SmartPbx.Media.Relay;
using SmartPbx.Media.Rtp;

namespace SmartPbx.Media.Mixing;

/// <summary>
/// One listener of a mix: sums its voices, encodes them as its peer negotiated, and writes packets with numbers of their own, which
/// <see cref="OutboundStream"/> fits into what the peer hears. It follows a renegotiation by itself. Media thread only; no allocation per packet.
/// </summary>
internal sealed class MixSink(LegState leg, uint ssrc) : IDisposable
{
    private const int FrameMs = PlayoutStream.FrameMs, MaxPacketMs = 60;

    private MixSource[] _sources = [];
    private int[] _gains = [];
    private int[] _sums = [];
    private short[] _pcm = []; // frames of the packet being filled
    private int _rate;
    private int _frames;
    private RemoteMedia? _remote;
    private IAudioEncoder? _encoder;
    private uint _ssrc = ssrc;
    private ushort _sequence;
    private uint _timestamp;

    public LegState Leg => leg;

    /// <summary>Whom it hears from now on, at which rate.</summary>
    public void Hear(MixSource[] sources, int[] gains, int sampleRateHz)
    {
        (_sources, _gains) = (sources, gains);
        if (sampleRateHz == _rate) return;
        (_rate, _sums, _pcm) = (sampleRateHz, new int[sampleRateHz / 50], new short[sampleRateHz / 1000 * MaxPacketMs]);
        Retune(_remote);
    }

    /// <summary>Each 20 ms, when the sources have theirs.</summary>
    /// <returns>Whether a packet is due.</returns>
    public bool Tick()
    {
        RemoteMedia? remote = leg.Remote;
        if (!ReferenceEquals(remote, _remote))
        {
            if (remote?.Codec != _remote?.Codec) Retune(remote);
            _remote = remote;
        }
        if (_encoder is null) return false;
        Array.Clear(_sums);
        for (int i = 0; i < _sources.Length; i++)
            if (!_sources[i].IsSilent) SampleMix.Add(_sums, _sources[i].Frame, _gains[i]);
        SampleMix.Saturate(_sums, _pcm.AsSpan(_frames++ * _sums.Length, _sums.Length));
        return _frames * FrameMs >= Math.Clamp(_remote!.PacketTimeMs / FrameMs * FrameMs, FrameMs, MaxPacketMs);
    }

    /// <summary>Writes the packet that is due; without room (null) its time passes unheard.</summary>
    /// <returns>Its length; 0 when its silence need not be sent.</returns>
    public int Write(byte[]? packet)
    {
        int samples = _frames * _sums.Length;
        PayloadFormat format = _remote!.Codec;
        int bytes = packet is null ? 0 : _encoder!.Encode(_pcm.AsSpan(0, samples), packet.AsSpan(RtpPacket.MinHeaderBytes));
        int length = bytes == 0 ? 0 : bytes + new RtpHeader(format.PayloadType, false, _sequence++, _timestamp, _ssrc).Write(packet);
        _timestamp += (uint)((long)samples * format.ClockRateHz / _rate);
        _frames = 0;
        return length;
    }

    public void Dispose() => _encoder?.Dispose();

    // Another codec or another rate: another stream, whose numbers the outbound stream fits in anew.
    private void Retune(RemoteMedia? remote)
    {
        _encoder?.Dispose();
        _encoder = remote is not null && AudioCodecs.TryFind(remote.Codec, out IAudioCodec? codec) ? codec.CreateEncoder(_rate, remote.Codec) : null;
        _frames = 0;
        _ssrc++;
    }
}
