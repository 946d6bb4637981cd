using SmartPbx.Media.Codecs;
using SmartPbx.Media.Detection;
using SmartPbx.Media.Rtp;

namespace SmartPbx.Media.Relay;

/// <summary>What one leg makes of accepted packets: keys, taps, and the watch for silence. Relay thread only.</summary>
internal sealed class LegInbound(PacketLane lane, SideTaps taps, LegEvents events, MediaEngineOptions options)
{
    private static readonly TimeSpan KeyReleasedAfter = TimeSpan.FromMilliseconds(100);

    private const int InbandSampleRateHz = 8000; // every key lies below 1700 Hz
    private const int MaxInbandSamples = 960;

    private readonly double _frequency = options.TimeProvider.TimestampFrequency;
    private readonly long _timeoutTicks = (long)(options.MediaTimeout.TotalSeconds * options.TimeProvider.TimestampFrequency);
    private readonly long _firstTimeoutTicks = (long)(options.FirstPacketTimeout.TotalSeconds * options.TimeProvider.TimestampFrequency);
    private DtmfEventReceiver _keys = new();
    private InbandDtmfDetector? _inband;
    private IAudioDecoder? _inbandDecoder;
    private short[] _pcm = [];
    private RemoteMedia? _remote;
    private PayloadFormat _format; // of the remote, read for every packet
    private IAudioCodec? _codec;
    private long _lastKeyAt;
    private bool _hasFirst;
    private long _timeoutRaisedAt = long.MinValue; // for the silence since then

    /// <summary>Whether somebody wants to see the packets.</summary>
    public bool HasWatchers => _inband is not null || taps.HasAny;

    public void SetRemote(RemoteMedia remote, long now)
    {
        // A leg that begins to listen, for the first time or after hold, gets the whole timeout from here; so does one whose silence was told already:
        // while it was on hold nobody acted on it, and nobody would be told again.
        if (_remote is not { MayReceive: true } || !_hasFirst || _timeoutRaisedAt == lane.LastActivityAt) lane.Touch(now);
        lane.SetClock(remote.Codec.ClockRateHz);
        if (_remote?.TelephoneEventClockRateHz != remote.TelephoneEventClockRateHz) _keys = new DtmfEventReceiver(remote.TelephoneEventClockRateHz);
        bool sameCodec = _remote?.Codec == remote.Codec;
        _remote = remote;
        _format = remote.Codec;
        AudioCodecs.TryFind(remote.Codec, out _codec);
        if (_inband is not null && sameCodec && remote.DetectInbandDtmf) return;
        Close();
        if (!remote.DetectInbandDtmf || _codec is null) return;
        _inband = new InbandDtmfDetector();
        _inbandDecoder = _codec.CreateDecoder(InbandSampleRateHz);
        if (_pcm.Length == 0) _pcm = new short[MaxInbandSamples];
    }

    public void Close()
    {
        _inbandDecoder?.Dispose();
        (_inband, _inbandDecoder) = (null, null);
    }

    public void OnPacket(in RtpPacket packet, int length, long now)
    {
        lane.CountReceived(packet, length, now);
        if (!_hasFirst)
        {
            _hasFirst = true;
            events.FirstPacket();
        }
        if (packet.PayloadType == _format.PayloadType) OnAudio(packet, now);
        else if (packet.PayloadType == _remote!.TelephoneEventPayloadType) OnKeyEvent(packet, now);
        else if (packet.PayloadType == RelayRoute.ComfortNoise && taps.HasAny && _codec is not null) taps.OnNoise(_codec, packet.Ssrc, packet.Timestamp, packet.Payload, now);
    }

    /// <summary>Each tick.</summary>
    public void Tick(long now)
    {
        if (_keys.IsOpen && (now - _lastKeyAt) / _frequency > KeyReleasedAfter.TotalSeconds && _keys.TryExpire(out DtmfDigit digit)) events.Dtmf(digit);
        long heardAt = lane.LastActivityAt;
        if (heardAt == _timeoutRaisedAt || _remote is not { MayReceive: true }) return;
        if (now - heardAt < (_hasFirst ? _timeoutTicks : _firstTimeoutTicks)) return;
        _timeoutRaisedAt = heardAt;
        events.MediaTimeout();
    }

    private void OnAudio(in RtpPacket packet, long now)
    {
        if (_codec is null) return;
        if (taps.HasAny) taps.OnPacket(_codec, packet.Ssrc, packet.Timestamp, packet.Payload, now);
        if (_inband is null) return;
        int samples = _inbandDecoder!.Decode(packet.Payload, _pcm);
        if (_inband.Process(_pcm.AsSpan(0, samples), out DtmfDigit digit)) events.Dtmf(digit);
    }

    private void OnKeyEvent(in RtpPacket packet, long now)
    {
        _lastKeyAt = now;
        Span<DtmfDigit> digits = stackalloc DtmfDigit[DtmfEventReceiver.MaxDigitsPerPacket];
        int count = _keys.Process(packet.Ssrc, packet.Timestamp, packet.Payload, digits);
        for (int i = 0; i < count; i++) events.Dtmf(digits[i]);
    }
}
