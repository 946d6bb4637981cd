using System.Globalization;

namespace SmartPbx.MediaEdge.Configuration;

/// <summary>
/// How the operating system's limit on open files is shared out. Whoever runs into it loses more than one call: no audio, no journal, and in the end a runtime that cannot
/// map memory. So each kind of connection has its bound, and together they stay below the limit.
/// </summary>
/// <param name="Calls">Live calls: RTP and RTCP of two legs, and the recording.</param>
/// <param name="SipConnections">Over TCP, TLS and WebSocket.</param>
/// <param name="HttpConnections">Of API, console and real time.</param>
public sealed record FileBudget(int Calls, int SipConnections, int HttpConnections)
{
    /// <summary>RTP and RTCP of two legs, and the recording.</summary>
    public const int PerCall = 5;

    /// <summary>Assemblies, listeners, databases, spools, blobs, providers.</summary>
    public const int Own = 300;

    private const string LimitsFile = "/proc/self/limits", Row = "Max open files";
    private const double CallsShare = 0.75, SipShare = 0.75; // of what is left each time
    private const int MostSipConnections = 10_000, MostHttpConnections = 5_000;

    /// <summary>For so many calls, or as many as there is room for beside some connections; at least one of each.</summary>
    public static FileBudget Of(long limit, int wantedCalls)
    {
        var left = Math.Max(0, limit - Own);
        var calls = (int)Math.Clamp((long)(left * CallsShare) / PerCall, 1, wantedCalls);
        left = Math.Max(0, left - (long)calls * PerCall);
        var sip = (int)Math.Clamp((long)(left * SipShare), 1, MostSipConnections);
        return new FileBudget(calls, sip, (int)Math.Clamp(left - sip, 1, MostHttpConnections));
    }

    /// <summary>The limit of this process; the runtime has raised it as far as it goes. Without bound where nobody tells.</summary>
    public static long OfThisProcess() => File.Exists(LimitsFile) ? Read(File.ReadLines(LimitsFile)) : long.MaxValue;

    /// <summary>From the lines of <c>/proc/pid/limits</c>, proc(5): name, soft limit, hard limit, unit.</summary>
    public static long Read(IEnumerable<string> limits)
    {
        var row = limits.FirstOrDefault(line => line.StartsWith(Row, StringComparison.Ordinal))?[Row.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return row is [var soft, ..] && long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var files) ? files : long.MaxValue;
    }

    /// <summary>The limit that so many calls want.</summary>
    public static long LimitFor(int calls) => Own + (long)Math.Ceiling(calls * PerCall / CallsShare);
}
