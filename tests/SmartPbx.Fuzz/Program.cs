using System.Globalization;
using SmartPbx.Fuzz;
using Spectre.Console;

// --target sip,sdp (all) --seconds 20 (each) --inputs 10000000 (each; then without a time limit unless --seconds is given) --seed n
var given = args.Chunk(2).Where(p => p.Length == 2 && p[1].Length > 0).ToDictionary(p => p[0], p => p[1]);
var wanted = given.GetValueOrDefault("--target", "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
var inputs = given.TryGetValue("--inputs", out var number) ? long.Parse(number, CultureInfo.InvariantCulture) : long.MaxValue;
var seconds = given.TryGetValue("--seconds", out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : given.ContainsKey("--inputs") ? TimeSpan.MaxValue.TotalSeconds / 2 : 20;
var seed = given.TryGetValue("--seed", out var chosen) ? ulong.Parse(chosen, CultureInfo.InvariantCulture) : (ulong)Environment.TickCount64;

var targets = FuzzTargets.All.Where(t => wanted.Length == 0 || wanted.Contains(t.Name)).ToList();
if (wanted.Except(FuzzTargets.All.Select(t => t.Name)).FirstOrDefault() is { } unknown)
{
    AnsiConsole.MarkupLineInterpolated($"[red]no target {unknown}[/]; there are {string.Join(", ", FuzzTargets.All.Select(t => t.Name))}");
    return 2;
}
AnsiConsole.MarkupLineInterpolated($"seed [bold]{seed}[/]: --seed {seed} repeats this run");
var table = new Table().Border(TableBorder.Rounded).AddColumns("Target", "Inputs", "Per second", "Slowest input", "Heap growth", "Broken");
var broken = 0;
foreach (var target in targets)
{
    var report = new FuzzRun(target, seed).Run(TimeSpan.FromSeconds(seconds), inputs);
    table.AddRow(report.Target, $"{report.Inputs:N0}", $"{report.Inputs / Math.Max(0.001, report.Elapsed.TotalSeconds):N0}",
        $"{report.WorstMs:0.00} ms, {report.WorstBytes:N0} bytes", $"{report.HeapGrowthBytes / 1024:N0} kB", report.Failures.Count == 0 ? "nothing" : $"[red]{report.Failures.Count}[/]");
    AnsiConsole.MarkupLineInterpolated($"[grey]{report.Target}: {report.Inputs:N0} inputs in {report.Elapsed.TotalSeconds:N0} s, {report.Failures.Count} broken[/]");
    foreach (var failure in report.Failures) AnsiConsole.MarkupLineInterpolated($"[red]{report.Target}[/] {failure}");
    broken += report.Failures.Count;
}
AnsiConsole.Write(table);
AnsiConsole.MarkupLineInterpolated($"{broken} broken");
return broken == 0 ? 0 : 1;
