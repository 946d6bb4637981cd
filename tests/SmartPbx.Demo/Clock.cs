using System.Diagnostics;

namespace SmartPbx.Demo;

/// <summary>Stopwatch ticks, which all processes of the machine share, as seconds and milliseconds.</summary>
internal static class Clock
{
    public static long Now => Stopwatch.GetTimestamp();
    public static double Ms(long from, long to) => (to - from) * 1000.0 / Stopwatch.Frequency;
    public static long Ticks(double milliseconds) => (long)(milliseconds * Stopwatch.Frequency / 1000);
}
