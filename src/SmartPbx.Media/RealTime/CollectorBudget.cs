using System.Collections;
using SmartPbx.Media.Relay;

namespace SmartPbx.Media.RealTime;

/// <summary>
/// How much a process may allocate before the collector stops it. The runtime goes by the size of the processor's cache, which virtual machines mostly do not tell: then
/// it collects every few megabytes, five times a second at 500 calls/s. Hardly anything survives of a larger budget either (settled transactions are no objects), so
/// that pauses are rarer and no longer. It can be set by the environment alone, before the runtime starts (<c>DOTNET_GCgen0size</c>, hexadecimal).
/// </summary>
public static class CollectorBudget
{
    private const string Variable = "DOTNET_GCgen0size";

    /// <summary>64 MB: one pause in one and a half seconds at 500 calls/s. With twice as much the pauses took as much of the time.</summary>
    private const string Bytes = "4000000";

    /// <summary>
    /// First thing in a program: starts it once more in the same process, with the budget set (execve(2)); what has the variable already goes on, as does a system that
    /// knows no such thing.
    /// </summary>
    public static void Apply()
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable(Variable) is not null) return;
        FreeDiagnosticPorts();
        string?[] arguments = File.ReadAllText("/proc/self/cmdline").Split('\0');
        arguments[^1] = null; // behind the last separator
        _ = Libc.Execute(Environment.ProcessPath!, arguments, [.. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(one => $"{one.Key}={one.Value}"), $"{Variable}={Bytes}", null]);
    }

    // Sockets and pipes of the runtime that ends here bear the names that the next one of this process gives its own: process id and start time. A name that is taken
    // would leave it without, and the process could not be looked into by dotnet-counters, dotnet-dump or a debugger.
    private static void FreeDiagnosticPorts()
    {
        string stat = File.ReadAllText("/proc/self/stat"); // proc_pid_stat(5): the 22nd field, counted from behind the name, which may have spaces
        string key = $"{Environment.ProcessId}-{stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19]}";
        string[] names = [$"dotnet-diagnostic-{key}-socket", $"clr-debug-pipe-{key}-in", $"clr-debug-pipe-{key}-out"];
        foreach (string path in names.Select(name => Path.Combine(Path.GetTempPath(), name)).Where(File.Exists)) File.Delete(path);
    }
}
