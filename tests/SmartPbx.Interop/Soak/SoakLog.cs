using System.Text.Json;
using SmartPbx.Interop.Soak.Load;
using Spectre.Console;

namespace SmartPbx.Interop.Soak;

/// <summary>The samples of a run: on the screen while it runs, in <c>figures.jsonl</c>, and as tables at the end.</summary>
internal sealed class SoakLog(string artifacts)
{
    private const double WarmUpShare = 0.2, SlackMb = 16, SlackCount = 20, CallSlack = 40;
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private readonly List<EdgeFigures> _samples = [];

    public void Add(EdgeFigures figures)
    {
        _samples.Add(figures);
        File.AppendAllText(Path.Combine(artifacts, "figures.jsonl"), JsonSerializer.Serialize(figures, _json) + "\n");
        AnsiConsole.MarkupLineInterpolated($"[grey]{TimeSpan.FromSeconds(figures.Seconds):mm\\:ss}[/] {figures}");
    }

    /// <summary>What grew from the first to the last third, warm-up left out.</summary>
    public IReadOnlyList<Growth> Growths()
    {
        EdgeFigures[] steady = [.. _samples.Skip((int)(_samples.Count * WarmUpShare))];
        var decodersMb = steady is [var first, ..] ? first.DecodersMb : 0;
        double[] All(Func<EdgeFigures, double> value) => [.. steady.Select(value)];
        Growth Of(string what, Func<EdgeFigures, double> value, double slack) => Growth.Of(what, All(value), slack);
        return
        [
            // Not what is resident altogether: that follows how much of its room the collector has given back.
            Of("native MB, later decoders left out", f => f.NativeMb - f.DecodersMb + decodersMb, SlackMb),
            Growth.OfFloor("managed heap MB, lowest", All(f => f.HeapMb), SlackMb),
            Of("sockets", f => f.Sockets, CallSlack * 4), Of("open files", f => f.OpenFiles, CallSlack), Of("threads", f => f.Threads, SlackCount),
            Of("transactions", f => f.Transactions, CallSlack * 20), Of("calls", f => f.Calls, CallSlack), Of("ports", f => f.Ports, CallSlack * 4), Of("tasks", f => f.Tasks, CallSlack),
        ];
    }

    public void Print(PeerCounts counts, TimeSpan time, int stops)
    {
        var growth = new Table().RoundedBorder().AddColumns("under load", "early third", "late third", "allowed", "");
        foreach (var row in Growths()) growth.AddRow(row.What, $"{row.Early:0.#}", $"{row.Late:0.#}", $"{row.Allowed:0.#}", row.IsTooMuch ? "[red]grows[/]" : "[green]steady[/]");
        AnsiConsole.Write(growth);
        var cpu = _samples is [var first, .., var last] && last.Seconds > first.Seconds ? (last.CpuSeconds - first.CpuSeconds) / (last.Seconds - first.Seconds) : 0;
        var table = new Table().RoundedBorder().AddColumns("what happened", "count");
        foreach (var (what, count) in ((string, double)[])
        [
            ("minutes", time.TotalMinutes), ("CPU of the edge, cores", cpu), ("calls begun", counts.Begun), ("answered", counts.Answered), ("refused", counts.Refused), ("given up while ringing", counts.Cancelled),
            ("INVITE without an answer", counts.Unanswered), ("to the agent", counts.AgentCalls), ("legs with another codec", counts.Transcodable), ("holds", counts.Held), ("transfers", counts.Transfers),
            ("sides gone without a word", counts.Vanished), ("peers stopped and gone on", stops), ("SIP messages lost", counts.MessagesLost), ("RTP packets sent", counts.PacketsSent), ("lost on the way", counts.PacketsLost),
            ("doubled", counts.PacketsDoubled), ("overtaken", counts.PacketsLate), ("heard", counts.PacketsHeard), ("heard of what was to be heard, %", 100.0 * counts.PacketsHeard / Math.Max(1, counts.PacketsExpected)),
        ])
            table.AddRow(what, $"{count:#,0.##}");
        AnsiConsole.Write(table);
        File.AppendAllText(Path.Combine(artifacts, "figures.jsonl"), JsonSerializer.Serialize(new { counts, cpu_cores = Math.Round(cpu, 3), stops, growth = Growths() }, _json) + "\n");
    }
}
