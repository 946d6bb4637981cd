using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace SmartPbx.Media.Codecs;

/// <summary>
/// Converts a stream of 16-bit PCM between two rates with a windowed-sinc polyphase filter (Kaiser, about 80 dB stop band, pass band to 0.45
/// of the lower rate). Keeps its state between calls, so blocks may have any length. Not thread-safe; allocates only when constructed.
/// </summary>
public sealed class Resampler
{
    private const int LobesPerSide = 20;
    private const double KaiserBeta = 8.0;
    private const double CutoffShare = 0.94; // of the lower Nyquist rate: the transition band ends near it

    private static readonly ConcurrentDictionary<(int Up, int Down), PolyphaseFilter> Filters = new();

    private readonly PolyphaseFilter _filter;
    private readonly int _up;
    private readonly int _down;
    private readonly float[] _history; // each sample twice, Taps apart, so that the newest Taps samples are always contiguous
    private int _newest;
    private int _phase; // time of the next output after the newest input, in 1/_up input samples

    /// <param name="fromHz">Rate of the input.</param>
    /// <param name="toHz">Rate of the output.</param>
    public Resampler(int fromHz, int toHz)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(fromHz);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(toHz);
        int common = (int)BigInteger.GreatestCommonDivisor(fromHz, toHz);
        _up = toHz / common;
        _down = fromHz / common;
        FromHz = fromHz;
        ToHz = toHz;
        _filter = Filters.GetOrAdd((_up, _down), static ratio => PolyphaseFilter.Design(ratio.Up, ratio.Down, LobesPerSide, CutoffShare, KaiserBeta));
        _history = new float[2 * _filter.Taps];
    }

    /// <summary>Rate of the input.</summary>
    public int FromHz { get; }

    /// <summary>Rate of the output.</summary>
    public int ToHz { get; }

    /// <summary>How far the output lags behind the input, in output samples.</summary>
    public int DelaySamples => (int)Math.Round(_filter.Taps / 2.0 * _up / _down);

    /// <summary>Most output samples that <paramref name="inputSamples"/> more input can give.</summary>
    public int MaxOutput(int inputSamples) => (int)(((long)inputSamples * _up + _down - 1) / _down) + 1;

    /// <summary>Takes the whole input and writes what it gives.</summary>
    /// <param name="input">PCM at <see cref="FromHz"/>.</param>
    /// <param name="output">At least <see cref="MaxOutput"/> samples.</param>
    /// <returns>Samples written.</returns>
    /// <exception cref="ArgumentException">The output is too short.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // once a sample: the first calls must not wait for the compiler to notice
    public int Process(ReadOnlySpan<short> input, Span<short> output)
    {
        if (FromHz == ToHz)
        {
            input.CopyTo(output);
            return input.Length;
        }
        if (output.Length < MaxOutput(input.Length)) throw new ArgumentException("shorter than MaxOutput", nameof(output));
        int written = 0;
        foreach (short sample in input)
        {
            Push(sample);
            for (; _phase < _up; _phase += _down) output[written++] = Emit();
            _phase -= _up;
        }
        return written;
    }

    /// <summary>Forgets the past, as if new.</summary>
    public void Reset()
    {
        Array.Clear(_history);
        _newest = 0;
        _phase = 0;
    }

    private void Push(short sample)
    {
        _newest = _newest + 1 == _filter.Taps ? 0 : _newest + 1;
        _history[_newest] = _history[_newest + _filter.Taps] = sample;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private short Emit()
    {
        ReadOnlySpan<float> window = _history.AsSpan(_newest + 1, _filter.Taps); // oldest first, newest last
        float sum = Dot(window, _filter.Phase(_phase));
        return (short)Math.Clamp(MathF.Round(sum), short.MinValue, short.MaxValue);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        Vector<float> sums = Vector<float>.Zero;
        int i = 0;
        for (; i + Vector<float>.Count <= x.Length; i += Vector<float>.Count)
            sums += new Vector<float>(x[i..]) * new Vector<float>(y[i..]);
        float sum = Vector.Sum(sums);
        for (; i < x.Length; i++) sum += x[i] * y[i];
        return sum;
    }
}
