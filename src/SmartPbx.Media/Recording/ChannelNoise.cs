using SmartPbx.Media.Audio;

namespace SmartPbx.Media.Recording;

/// <summary>
/// Comfort noise of one channel (RFC 3389): it lasts from its packet until audio comes again, and is laid into the recording as that is written.
/// Recording thread only.
/// </summary>
internal sealed class ChannelNoise(int sampleRateHz)
{
    private const int MaxSeconds = 10; // without a word of the source: it is gone

    private readonly ComfortNoise _noise = new();
    private long _next = long.MaxValue; // position of the next sample
    private long _end;
    private long _audioEnd; // of what was heard so far

    /// <summary>Begins at this position, or goes on with another level; audio that has overtaken it stays.</summary>
    public void Begin(byte level, long position)
    {
        if (position < _audioEnd) return;
        _noise.SetLevel(level);
        _next = Math.Min(_next, position);
        _end = position + MaxSeconds * sampleRateHz;
    }

    /// <summary>Audio begins at this position; what is due before it has been filled.</summary>
    public void End(long position, int samples)
    {
        if (position >= _next) _next = long.MaxValue;
        _audioEnd = Math.Max(_audioEnd, position + samples);
    }

    /// <summary>Lays what is due before this position into the window; what lies before <paramref name="first"/> has been written already.</summary>
    /// <param name="window">Interleaved ring; position p of a channel at p modulo its frames.</param>
    /// <param name="channels">Channels of the window.</param>
    /// <param name="channel">The one to write.</param>
    /// <param name="first">First position that the window holds.</param>
    /// <param name="until">Position after the last.</param>
    public void Fill(short[] window, int channels, int channel, long first, long until)
    {
        if (until <= _next) return;
        int frames = window.Length / channels;
        Span<short> sample = stackalloc short[1];
        for (long at = Math.Max(_next, first); at < Math.Min(until, _end); at++)
        {
            _noise.Read(sample);
            window[(int)(at % frames) * channels + channel] = sample[0];
        }
        _next = until < _end ? until : long.MaxValue;
    }
}
