using System.Globalization;
using SmartPbx.Interop.Running;

namespace SmartPbx.Interop.Soak;

/// <summary>What an idle edge holds: open files (sockets among them), threads and memory of its process.</summary>
internal sealed record EdgeFigures(int OpenFiles, int Threads, long ResidentBytes)
{
    private const int MoreFiles = 4, MoreThreads = 12;
    private const long MoreBytes = 96L << 20;

    public static EdgeFigures Take(EdgeUnderTest edge)
    {
        var status = File.ReadLines($"/proc/{edge.ProcessId}/status").ToDictionary(l => l.Split(':')[0], l => l[(l.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim());
        return new EdgeFigures(Directory.EnumerateFileSystemEntries($"/proc/{edge.ProcessId}/fd").Count(),
            int.Parse(status["Threads"], CultureInfo.InvariantCulture), long.Parse(status["VmRSS"].Split(' ')[0], CultureInfo.InvariantCulture) * 1024);
    }

    /// <summary>What is more than it was before, beyond what a runtime may keep for itself; null when nothing is.</summary>
    public string? GrownFrom(EdgeFigures before) =>
        OpenFiles > before.OpenFiles + MoreFiles ? $"{OpenFiles} open files, {before.OpenFiles} before"
        : Threads > before.Threads + MoreThreads ? $"{Threads} threads, {before.Threads} before"
        : ResidentBytes > before.ResidentBytes + MoreBytes ? $"{ResidentBytes >> 20} MB, {before.ResidentBytes >> 20} MB before"
        : null;

    public override string ToString() => $"{OpenFiles} open files, {Threads} threads, {ResidentBytes >> 20} MB";
}
