using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using SmartPbx.Media.Audio;
using SmartPbx.Media.Codecs;

namespace SmartPbx.Media.Recording;

/// <summary>
/// One recording on the recording thread: takes packets from both taps in order of arrival, decodes them to their place in a window of one
/// second, and writes what is old enough. Every piece goes to the file at once (no buffer of ours), so a killed process loses only the window.
/// Recording thread only, but for construction, <see cref="SealAsync"/> and the flags.
/// </summary>
internal sealed class RecordingTrack
{
    private const int Channels = 2;
    private const int UsualSampleRateHz = 8000;
    private const int MaxPacketMs = 120; // RFC 7587 section 4.2
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LatePacketGrace = TimeSpan.FromMilliseconds(150); // with the thread's cycle: at most 400 ms behind

    /// <summary>Puts bytes at an offset of the file; tests make it fail.</summary>
    public delegate void WriteAt(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset);

    private readonly WriteAt _write;
    private readonly SafeFileHandle _file;
    private readonly TimeProvider _time;
    private readonly RecorderOptions _options;
    private readonly PacketTap[] _taps;
    private readonly ChannelPlacer[] _placers;
    private readonly ChannelNoise[] _noises;
    private readonly Action<IOException> _onFailed;
    private readonly short[] _window; // interleaved ring; position p of channel c at (p % frames) * 2 + c
    private readonly short[] _pcm;
    private readonly IAudioCodec?[] _codecs = new IAudioCodec?[Channels];
    private readonly IAudioDecoder?[] _decoders = new IAudioDecoder?[Channels];
    private readonly int _windowFrames;
    private readonly int _rate;
    private readonly long _startedAt;
    private readonly DateTimeOffset _startTime;
    private readonly TaskCompletionSource<RecordingResult> _sealed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _writtenFrames;
    private long _placedFrames; // end of the last audio placed: the last packet lasts a little longer than the moment of the seal
    private long _sealAt = -1;
    private volatile bool _hasFailed;
    private bool _isCut;
    private bool _isFinished;

    public RecordingTrack(
        string path, TimeProvider time, RecorderOptions options, PacketTap inbound, PacketTap outbound, Action<IOException> onFailed, WriteAt? write = null)
    {
        _write = write ?? RandomAccess.Write;
        Path = path;
        _time = time;
        _options = options;
        _rate = options.SampleRateHz ?? UsualSampleRateHz;
        _taps = [inbound, outbound];
        _placers = [new ChannelPlacer(_rate), new ChannelPlacer(_rate)];
        _noises = [new ChannelNoise(_rate), new ChannelNoise(_rate)];
        _onFailed = onFailed;
        _windowFrames = (int)(Window.TotalSeconds * _rate);
        _window = new short[_windowFrames * Channels];
        _pcm = new short[_rate * MaxPacketMs / 1000];
        _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        try
        {
            WriteHeader();
        }
        catch
        {
            _file.Dispose();
            throw;
        }
        _startTime = time.GetUtcNow();
        _startedAt = time.GetTimestamp();
    }

    public string Path { get; }

    public bool HasFailed => _hasFailed;

    /// <summary>Any thread: asks for the end, which the next <see cref="Service"/> makes; audio up to this moment is kept.</summary>
    public Task<RecordingResult> SealAsync()
    {
        Interlocked.CompareExchange(ref _sealAt, _time.GetTimestamp(), -1);
        return _sealed.Task;
    }

    /// <summary>One cycle, by the one thread that takes the packets of the taps.</summary>
    /// <returns>False when the recording is sealed and the thread may forget it.</returns>
    public bool Service()
    {
        if (_isFinished) return false;
        long sealAt = Volatile.Read(ref _sealAt), now = _time.GetTimestamp();
        try
        {
            DrainTaps();
            long until = sealAt >= 0 ? Math.Max(Position(sealAt), _placedFrames) : Position(now) - (long)(LatePacketGrace.TotalSeconds * _rate);
            WriteUntil(until);
            if (sealAt < 0) return true;
            if (!_hasFailed) WriteHeader();
        }
        catch (IOException error)
        {
            Fail(error);
            if (sealAt < 0) return true;
        }
        Finish();
        return false;
    }

    /// <summary>The recording thread met a bug in <see cref="Service"/>: the recording ends here, and who seals it learns why.</summary>
    public void Abandon(Exception fault)
    {
        _hasFailed = _isFinished = true;
        _file.Dispose();
        CloseDecoders();
        _sealed.TrySetException(fault);
    }

    private void DrainTaps()
    {
        for (;;)
        {
            bool hasFirst = _taps[0].TryPeek(out TappedPacket first, out ReadOnlySpan<byte> firstPayload);
            bool hasSecond = _taps[1].TryPeek(out TappedPacket second, out ReadOnlySpan<byte> secondPayload);
            if (!hasFirst && !hasSecond) return;
            int channel = hasFirst && (!hasSecond || first.ArrivedAt <= second.ArrivedAt) ? 0 : 1;
            if (channel == 0) Take(0, first, firstPayload);
            else Take(1, second, secondPayload);
            _taps[channel].Advance();
        }
    }

    private void Take(int channel, in TappedPacket packet, ReadOnlySpan<byte> payload)
    {
        if (_hasFailed) return;
        if (packet.IsNoise)
        {
            _noises[channel].Begin(payload[0], _placers[channel].Place(packet, 0, Position(packet.ArrivedAt)));
            return;
        }
        int samples = DecoderOf(channel, packet.Codec).Decode(payload, _pcm);
        if (samples == 0) return;
        long position = _placers[channel].Place(packet, samples, Position(packet.ArrivedAt));
        _placedFrames = Math.Max(_placedFrames, position + samples);
        WriteUntil(position + samples - _windowFrames); // after a stall of this thread the window may be full
        _noises[channel].Fill(_window, Channels, channel, _writtenFrames, position);
        _noises[channel].End(position, samples);
        int skip = (int)Math.Clamp(_writtenFrames - position, 0, samples); // what comes after its place was written is lost
        int at = (int)((position + skip) % _windowFrames);
        for (int i = skip; i < samples; i++)
        {
            _window[at * Channels + channel] = _pcm[i];
            if (++at == _windowFrames) at = 0;
        }
    }

    // A call may change its codec; the file keeps its rate.
    private IAudioDecoder DecoderOf(int channel, IAudioCodec codec)
    {
        if (_codecs[channel] == codec) return _decoders[channel]!;
        _decoders[channel]?.Dispose();
        _codecs[channel] = codec;
        return _decoders[channel] = codec.CreateDecoder(_rate);
    }

    private void CloseDecoders()
    {
        foreach (IAudioDecoder? decoder in _decoders) decoder?.Dispose();
    }

    private void WriteUntil(long frame)
    {
        long limit = (long)(_options.MaxDuration.TotalSeconds * _rate);
        _isCut |= frame > limit;
        frame = Math.Min(frame, limit);
        while (frame > _writtenFrames && !_hasFailed)
        {
            int start = (int)(_writtenFrames % _windowFrames), count = (int)Math.Min(frame - _writtenFrames, _windowFrames - start);
            for (int channel = 0; channel < Channels; channel++) _noises[channel].Fill(_window, Channels, channel, _writtenFrames, _writtenFrames + count);
            Span<short> piece = _window.AsSpan(start * Channels, count * Channels);
            _write(_file, MemoryMarshal.AsBytes(piece), WavFormat.HeaderBytes + _writtenFrames * Channels * sizeof(short));
            piece.Clear();
            _writtenFrames += count;
        }
    }

    private void WriteHeader()
    {
        Span<byte> header = stackalloc byte[WavFormat.HeaderBytes];
        WavFormat.WriteHeader(header, _rate, Channels, _writtenFrames * Channels * sizeof(short));
        _write(_file, header, 0);
    }

    private void Finish()
    {
        _isFinished = true;
        _file.Dispose();
        CloseDecoders();
        _sealed.TrySetResult(new RecordingResult(
            Path, _startTime, TimeSpan.FromSeconds((double)_writtenFrames / _rate), _rate, !_hasFailed && !_isCut));
    }

    // The header needs no new block, so it can usually still be written on a full disk.
    private void Fail(IOException error)
    {
        if (_hasFailed) return;
        _hasFailed = true;
        try
        {
            WriteHeader();
        }
        catch (IOException)
        {
            // RecordingRecovery will take the length from the file.
        }
        _onFailed(error);
    }

    private long Position(long timestamp) => (long)((double)(timestamp - _startedAt) * _rate / _time.TimestampFrequency);
}
