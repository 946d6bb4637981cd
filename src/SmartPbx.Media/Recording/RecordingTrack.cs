using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using SmartPbx.Media.Audio;

namespace SmartPbx.Media.Recording;

/// <summary>
/// One recording on the recording thread: takes packets from both taps in order of arrival, decodes them to their place in a window of one
/// second, and writes what is old enough. Every piece goes to the file at once (no buffer of ours), so a killed process loses only the window.
/// Recording thread only, but for construction, <see cref="SealAsync"/> and the flags.
/// </summary>
internal sealed class RecordingTrack
{
    private const int Channels = 2;
    private const int MaxPacketSamples = 960;
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
    private readonly Action<IOException> _onFailed;
    private readonly short[] _window; // interleaved ring; position p of channel c at (p % frames) * 2 + c
    private readonly short[] _pcm = new short[MaxPacketSamples];
    private readonly int _windowFrames;
    private readonly long _startedAt;
    private readonly DateTimeOffset _startTime;
    private readonly TaskCompletionSource<RecordingResult> _sealed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _writtenFrames;
    private long _placedFrames; // end of the last audio placed: the last packet lasts a little longer than the moment of the seal
    private long _sealAt = -1;
    private volatile bool _hasFailed;
    private bool _isCut;

    public RecordingTrack(
        string path, TimeProvider time, RecorderOptions options, PacketTap inbound, PacketTap outbound, Action<IOException> onFailed, WriteAt? write = null)
    {
        _write = write ?? RandomAccess.Write;
        Path = path;
        _time = time;
        _options = options;
        _taps = [inbound, outbound];
        _placers = [new ChannelPlacer(options.SampleRateHz), new ChannelPlacer(options.SampleRateHz)];
        _onFailed = onFailed;
        _windowFrames = (int)(Window.TotalSeconds * options.SampleRateHz);
        _window = new short[_windowFrames * Channels];
        _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        WriteHeader();
        _startTime = time.GetUtcNow();
        _startedAt = time.GetTimestamp();
    }

    public string Path { get; }

    public bool HasFailed => _hasFailed;

    /// <summary>Any thread: asks for the end; audio up to this moment is kept.</summary>
    public Task<RecordingResult> SealAsync()
    {
        if (Interlocked.CompareExchange(ref _sealAt, _time.GetTimestamp(), -1) == -1) RecordingThread.Wake();
        return _sealed.Task;
    }

    /// <summary>One cycle.</summary>
    /// <returns>False when the recording is sealed and the thread may forget it.</returns>
    public bool Service()
    {
        long sealAt = Volatile.Read(ref _sealAt), now = _time.GetTimestamp();
        try
        {
            DrainTaps();
            long until = sealAt >= 0 ? Math.Max(Position(sealAt), _placedFrames) : Position(now) - (long)(LatePacketGrace.TotalSeconds * _options.SampleRateHz);
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
        _hasFailed = true;
        _file.Dispose();
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
        if (_hasFailed || packet.Codec.SampleRateHz != _options.SampleRateHz) return;
        int samples = packet.Codec.Decode(payload, _pcm);
        long position = _placers[channel].Place(packet, samples, Position(packet.ArrivedAt));
        _placedFrames = Math.Max(_placedFrames, position + samples);
        WriteUntil(position + samples - _windowFrames); // after a stall of this thread the window may be full
        int skip = (int)Math.Clamp(_writtenFrames - position, 0, samples); // what comes after its place was written is lost
        for (int i = skip; i < samples; i++) _window[(int)((position + i) % _windowFrames) * Channels + channel] = _pcm[i];
    }

    private void WriteUntil(long frame)
    {
        long limit = (long)(_options.MaxDuration.TotalSeconds * _options.SampleRateHz);
        _isCut |= frame > limit;
        frame = Math.Min(frame, limit);
        while (frame > _writtenFrames && !_hasFailed)
        {
            int start = (int)(_writtenFrames % _windowFrames), count = (int)Math.Min(frame - _writtenFrames, _windowFrames - start);
            Span<short> piece = _window.AsSpan(start * Channels, count * Channels);
            _write(_file, MemoryMarshal.AsBytes(piece), WavFormat.HeaderBytes + _writtenFrames * Channels * sizeof(short));
            piece.Clear();
            _writtenFrames += count;
        }
    }

    private void WriteHeader()
    {
        Span<byte> header = stackalloc byte[WavFormat.HeaderBytes];
        WavFormat.WriteHeader(header, _options.SampleRateHz, Channels, _writtenFrames * Channels * sizeof(short));
        _write(_file, header, 0);
    }

    private void Finish()
    {
        _file.Dispose();
        _sealed.TrySetResult(new RecordingResult(
            Path, _startTime, TimeSpan.FromSeconds((double)_writtenFrames / _options.SampleRateHz), _options.SampleRateHz, !_hasFailed && !_isCut));
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

    private long Position(long timestamp) => (long)((double)(timestamp - _startedAt) * _options.SampleRateHz / _time.TimestampFrequency);
}
