using System.Globalization;
using System.Text.Json.Nodes;
using SmartPbx.Interop.Running;

namespace SmartPbx.Interop.Soak;

/// <summary>What the edge holds at one moment, by its own word (<c>/edge/status</c>, <c>/metrics</c>) and by the kernel's.</summary>
internal sealed record EdgeFigures
{
    // A store keeps some connections to its files open, an HTTP client a connection or two.
    private const int MoreFiles = 16, MoreSockets = 4, MoreThreads = 12, MoreHeapMb = 16;
    // As seen in soaks.
    private const double GeneralDecoderMb = 100, TenantDecoderMb = 17;

    public required double Seconds { get; init; }
    public required int Calls { get; init; }
    public required int Dialogs { get; init; }
    public required int Tasks { get; init; }
    public required int Ports { get; init; }
    public required int Transactions { get; init; }
    public required int Sockets { get; init; }
    /// <summary>Descriptors that are no sockets.</summary>
    public required int OpenFiles { get; init; }
    public required int Threads { get; init; }
    public required double ResidentMb { get; init; }
    /// <summary>The managed heap after its latest collection.</summary>
    public required double HeapMb { get; init; }
    /// <summary>What the collector has of the kernel: the heap, and room that it gives back when it likes.</summary>
    public required double CommittedMb { get; init; }
    /// <summary>Resident memory that is not the collector's: libraries, stacks, whatever native code holds.</summary>
    public double NativeMb => Math.Round(ResidentMb - CommittedMb, 1);
    /// <summary>Decoders of speech that are loaded, of the general model and of the tenant's: a busier moment than any before makes more, up to a limit, and they are kept.</summary>
    public required int GeneralDecoders { get; init; }
    public required int TenantDecoders { get; init; }
    /// <summary>What they hold of <see cref="NativeMb"/>, about.</summary>
    public double DecodersMb => GeneralDecoderMb * GeneralDecoders + TenantDecoderMb * TenantDecoders;
    /// <summary>CPU time of the process so far.</summary>
    public required double CpuSeconds { get; init; }

    public static async Task<EdgeFigures> TakeAsync(EdgeUnderTest edge, TimeSpan at)
    {
        var (status, metrics) = (await edge.StatusAsync(), await edge.MetricsAsync());
        var kernel = File.ReadLines($"/proc/{edge.ProcessId}/status").ToDictionary(l => l.Split(':')[0], l => l[(l.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim());
        return new EdgeFigures
        {
            Seconds = Math.Round(at.TotalSeconds), Calls = Number(status, "live_calls"), Dialogs = Number(status, "dialogs"), Tasks = Number(status, "tasks"), Ports = Number(status, "ports_in_use"),
            Transactions = Number(status, "transactions"), Sockets = Descriptors(edge).Count(IsSocket), OpenFiles = Descriptors(edge).Count(d => !IsSocket(d)),
            Threads = int.Parse(kernel["Threads"], CultureInfo.InvariantCulture), ResidentMb = Math.Round(long.Parse(kernel["VmRSS"].Split(' ')[0], CultureInfo.InvariantCulture) / 1024.0, 1),
            HeapMb = Megabytes(metrics, "heap"), CommittedMb = Megabytes(metrics, "committed"),
            GeneralDecoders = Decoders(metrics, "general"), TenantDecoders = Decoders(metrics, "tenant"), CpuSeconds = CpuTime(edge.ProcessId),
        };
    }

    /// <summary>What an idle edge holds more than the idle edge before, beyond what a runtime may keep for itself; null when nothing. Both have just collected their heap; native memory is <see cref="Growth"/>'s matter.</summary>
    public string? GrownFrom(EdgeFigures before) =>
        Sockets > before.Sockets + MoreSockets ? $"{Sockets} sockets, {before.Sockets} before"
        : OpenFiles > before.OpenFiles + MoreFiles ? $"{OpenFiles} open files, {before.OpenFiles} before"
        : Threads > before.Threads + MoreThreads ? $"{Threads} threads, {before.Threads} before"
        : HeapMb > before.HeapMb + MoreHeapMb ? $"{HeapMb} MB heap, {before.HeapMb} before"
        : null;

    public override string ToString() =>
        $"{Calls} calls, {Dialogs} dialogs, {Ports} ports, {Transactions} transactions, {Tasks} tasks, {Sockets} sockets, {OpenFiles} files, {Threads} threads, {ResidentMb:0} MB resident, {NativeMb:0} MB of it native, {HeapMb:0} MB heap, {GeneralDecoders} + {TenantDecoders} decoders";

    /// <summary>What each descriptor of the edge leads to.</summary>
    public static IEnumerable<string> Descriptors(EdgeUnderTest edge) =>
        new DirectoryInfo($"/proc/{edge.ProcessId}/fd").EnumerateFileSystemInfos().Select(f => f.LinkTarget ?? "gone");

    private static bool IsSocket(string descriptor) => descriptor.StartsWith("socket:", StringComparison.Ordinal);

    private static int Number(JsonNode status, string name) => status[name]!.GetValue<int>();

    private static int Decoders(string metrics, string model) => (int)Metric(metrics, $$"""smartpbx_speech_decoders{model="{{model}}"}""");

    private static double Megabytes(string metrics, string what) => Math.Round(Metric(metrics, $"smartpbx_process_{what}_bytes") / (1 << 20), 1);

    private static double Metric(string metrics, string name) =>
        metrics.Split('\n').FirstOrDefault(l => l.StartsWith(name + " ", StringComparison.Ordinal)) is { } line ? double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture) : 0;

    // Fields 14 and 15 of stat, in ticks of a hundredth of a second; counted from behind the name, which may hold anything.
    private static double CpuTime(int processId)
    {
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / 100.0;
    }
}
