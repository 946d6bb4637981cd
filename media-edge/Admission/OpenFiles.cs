using System.Globalization;

namespace SmartPbx.MediaEdge.Admission;

/// <summary>
/// How many calls the operating system's limit on open files has room for: one more would find no socket for its audio, and neither journal nor records could be written.
/// </summary>
public static class OpenFiles
{
    /// <summary>RTP and RTCP of two legs, and the recording.</summary>
    public const int PerCall = 5;

    /// <summary>Listeners, databases, spools, blobs, and connections of the API.</summary>
    public const int Reserved = 500;

    private const string LimitsFile = "/proc/self/limits", Row = "Max open files";

    /// <summary>At least one; no bound where nobody tells the limit.</summary>
    public static int RoomForCalls { get; } = File.Exists(LimitsFile) ? Read(File.ReadLines(LimitsFile)) : int.MaxValue;

    /// <summary>From the lines of proc(5), <c>/proc/pid/limits</c>: name, soft limit, hard limit, unit. The runtime has raised the soft one as far as it goes.</summary>
    public static int Read(IEnumerable<string> limits)
    {
        var row = limits.FirstOrDefault(line => line.StartsWith(Row, StringComparison.Ordinal))?[Row.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return row is [var soft, ..] && long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var files)
            ? (int)Math.Clamp((files - Reserved) / PerCall, 1, int.MaxValue)
            : int.MaxValue;
    }
}
