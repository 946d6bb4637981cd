using System.Globalization;
using SmartPbx.Bench.Figures;
using SmartPbx.Bench.Machine;

namespace SmartPbx.Bench.Parser;

/// <summary>Messages a second and core: a typical INVITE of a trunk, parsed, checked and read for routing; beside osip's parser, and pjsip's known million.</summary>
internal sealed class ParserPart : IBenchPart
{
    /// <summary>pjsip is in no package of Debian; this is what it did on a core of this kind.</summary>
    private const double KnownOfPjsip = 1_030_000;

    public string Name => "parser";

    public string Title => "Parser: one INVITE of a kilobyte, parsed, checked, its routing headers read";

    public void Run(BenchContext bench)
    {
        var file = Path.Combine(bench.Arguments.Scratch("parser"), "invite");
        File.WriteAllText(file, TypicalInvite.Text);
        List<double[]> ours = [], theirs = [];
        for (var round = 0; round < bench.Arguments.Rounds; round++)
        {
            ours.Add(Measure("dotnet", [typeof(ParserPart).Assembly.Location, "parser-host", Seconds(bench), file]));
            theirs.Add(Measure(bench.Arguments.Tool("osipparse"), [Seconds(bench), file]));
            Show.Note($"{ours[^1][0] / ours[^1][1]:#,0} messages a CPU second, osip {theirs[^1][0] / theirs[^1][1]:#,0}");
        }
        var rate = Median.Of(ours.Select(r => r[0] / r[1]));
        bench.Figures.Add(new Figure("parser.messages_per_second", rate, "1/s", "osip", Median.Of(theirs.Select(r => r[0] / r[1])), "> 1,500,000"));
        bench.Figures.Add(new Figure("parser.messages_per_second_pjsip", rate, "1/s", "pjsip as known", KnownOfPjsip, "> 1.0×"));
        bench.Figures.Add(new Figure("parser.allocated_bytes_per_message", ours.Max(r => r[2] / r[0]), "B", Goal: "0"));
    }

    private static string Seconds(BenchContext bench) => Math.Min(bench.Arguments.Seconds, 3).ToString(CultureInfo.InvariantCulture);

    // parsed MESSAGES CPU_SECONDS ALLOCATED_BYTES
    private static double[] Measure(string program, IEnumerable<string> arguments)
    {
        using var process = PinnedProcess.Start($"{Cores.Measured}", program, arguments);
        var line = process.WaitForLine(l => l.StartsWith("parsed ", StringComparison.Ordinal), TimeSpan.FromSeconds(60));
        return [.. line.Split(' ')[1..].Select(f => double.Parse(f, CultureInfo.InvariantCulture))];
    }
}
