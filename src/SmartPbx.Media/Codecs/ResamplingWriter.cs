using System.Buffers;

namespace SmartPbx.Media.Codecs;

/// <summary>
/// A <see cref="Resampler"/> whose delay is taken out: the output begins with the first input sample, and <see cref="Flush"/> gives the tail. For recordings and
/// synthesised speech, where nothing plays meanwhile. Not thread-safe.
/// </summary>
public sealed class ResamplingWriter
{
    private readonly Resampler _resampler;
    private readonly int _delay;
    private int _toSkip;

    /// <param name="fromHz">Rate of the input.</param>
    /// <param name="toHz">Rate of the output.</param>
    public ResamplingWriter(int fromHz, int toHz)
    {
        _resampler = new Resampler(fromHz, toHz);
        _delay = fromHz == toHz ? 0 : _resampler.DelaySamples;
        _toSkip = _delay;
    }

    /// <summary>Takes 16-bit mono PCM and writes what it gives.</summary>
    public void Write(ReadOnlySpan<short> pcm, IBufferWriter<short> output)
    {
        var room = output.GetSpan(Math.Max(1, _resampler.MaxOutput(pcm.Length)));
        var written = _resampler.Process(pcm, room);
        var skipped = Math.Min(_toSkip, written);
        _toSkip -= skipped;
        if (skipped > 0) room[skipped..written].CopyTo(room);
        output.Advance(written - skipped);
    }

    /// <summary>Writes the tail that waited for more input; the next write would begin a new stream.</summary>
    public void Flush(IBufferWriter<short> output)
    {
        if (_delay == 0) return;
        var silence = new short[(int)Math.Ceiling((double)_delay * _resampler.FromHz / _resampler.ToHz)];
        Write(silence, output);
        _resampler.Reset();
        _toSkip = _delay;
    }
}
