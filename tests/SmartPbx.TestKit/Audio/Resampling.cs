namespace SmartPbx.TestKit.Audio;

/// <summary>Windowed-sinc resampling of whole recordings (Hann window, 32 zero crossings at the lower rate).</summary>
public static class Resampling
{
    private const int ZeroCrossings = 32;

    public static short[] To(short[] pcm, int fromHz, int toHz)
    {
        if (fromHz == toHz) return pcm;
        var ratio = (double)toHz / fromHz;
        var cutoff = Math.Min(1, ratio) * 0.95;
        var reach = ZeroCrossings / cutoff;
        var result = new short[(int)(pcm.Length * ratio)];
        for (var i = 0; i < result.Length; i++)
        {
            var centre = i / ratio;
            double sum = 0, weight = 0;
            for (var k = (int)Math.Ceiling(centre - reach); k <= centre + reach; k++)
            {
                var x = (k - centre) * cutoff;
                var tap = (x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x)) * (0.5 + 0.5 * Math.Cos(Math.PI * (k - centre) / reach));
                weight += tap;
                if (k >= 0 && k < pcm.Length) sum += pcm[k] * tap;
            }
            result[i] = (short)Math.Clamp(sum / weight, short.MinValue, short.MaxValue);
        }
        return result;
    }
}
