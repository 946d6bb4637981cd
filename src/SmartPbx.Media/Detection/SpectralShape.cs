using System.Numerics;

namespace SmartPbx.Media.Detection;

/// <summary>Windowed FFT over the newest 32 ms and what the detector wants to know of it. No allocation per frame.</summary>
internal sealed class SpectralShape
{
    private const double LowestHz = 200, HighestHz = 3600;

    private readonly int _size;
    private readonly int _firstBin;
    private readonly int _lastBin;
    private readonly float[] _recent;
    private readonly float[] _window;
    private readonly Complex[] _bins;
    private readonly Complex[] _twiddles;
    private readonly double[] _power;

    public SpectralShape(int sampleRateHz)
    {
        _size = sampleRateHz == 8000 ? 256 : 512;
        _firstBin = (int)(LowestHz * _size / sampleRateHz);
        _lastBin = (int)(HighestHz * _size / sampleRateHz);
        _recent = new float[_size];
        _window = new float[_size];
        _bins = new Complex[_size];
        _twiddles = new Complex[_size / 2];
        _power = new double[_lastBin + 1];
        for (int i = 0; i < _size; i++) _window[i] = (float)(0.5 - 0.5 * Math.Cos(2 * Math.PI * i / _size)); // Hann
        for (int i = 0; i < _size / 2; i++) _twiddles[i] = Complex.FromPolarCoordinates(1, -2 * Math.PI * i / _size);
    }

    public SpectralMoments Process(ReadOnlySpan<short> frame)
    {
        _recent.AsSpan(frame.Length).CopyTo(_recent);
        for (int i = 0; i < frame.Length; i++) _recent[_size - frame.Length + i] = frame[i];
        for (int i = 0; i < _size; i++) _bins[i] = _recent[i] * _window[i];
        Transform();
        for (int bin = _firstBin; bin <= _lastBin; bin++) _power[bin] = _bins[bin].Real * _bins[bin].Real + _bins[bin].Imaginary * _bins[bin].Imaginary + 1;
        return Moments();
    }

    private SpectralMoments Moments()
    {
        double sum = 0, logSum = 0;
        for (int bin = _firstBin; bin <= _lastBin; bin++)
        {
            sum += _power[bin];
            logSum += Math.Log(_power[bin]);
        }
        int count = _lastBin - _firstBin + 1;
        double flatness = Math.Exp(logSum / count) / (sum / count);
        int first = StrongestBin(excluded: -10), second = StrongestBin(excluded: first);
        return new SpectralMoments((float)flatness, (float)((LinePower(first) + LinePower(second)) / sum));
    }

    private int StrongestBin(int excluded)
    {
        int best = _firstBin;
        double most = -1;
        for (int bin = _firstBin; bin <= _lastBin; bin++)
        {
            if (Math.Abs(bin - excluded) <= 3 || _power[bin] <= most) continue;
            most = _power[bin];
            best = bin;
        }
        return best;
    }

    // A Hann window spreads a line over its neighbours.
    private double LinePower(int bin)
    {
        double sum = 0;
        for (int near = Math.Max(_firstBin, bin - 1); near <= Math.Min(_lastBin, bin + 1); near++) sum += _power[near];
        return sum;
    }

    // Radix-2 decimation in time, in place.
    private void Transform()
    {
        for (int i = 1, j = 0; i < _size; i++)
        {
            int bit = _size >> 1;
            for (; (j & bit) != 0; bit >>= 1) j ^= bit;
            j ^= bit;
            if (i < j) (_bins[i], _bins[j]) = (_bins[j], _bins[i]);
        }
        for (int span = 2; span <= _size; span <<= 1)
            for (int start = 0; start < _size; start += span)
                Butterflies(start, span / 2, _size / span);
    }

    private void Butterflies(int start, int half, int stride)
    {
        for (int k = 0; k < half; k++)
        {
            Complex odd = _bins[start + k + half] * _twiddles[k * stride], even = _bins[start + k];
            _bins[start + k] = even + odd;
            _bins[start + k + half] = even - odd;
        }
    }
}
