using System.Globalization;
using Spectre.Console;

namespace SmartPbx.Interop;

/// <summary>What the runner prints.</summary>
internal static class Show
{
    private static readonly Lock _gate = new();

    public static void Line(Result result)
    {
        lock (_gate) AnsiConsole.MarkupLine($"{Mark(result)} {Markup.Escape(result.Scenario.Name),-34} [grey]{result.Elapsed.TotalMilliseconds,6:0} ms[/] {Markup.Escape(result.Why)}");
    }

    public static void Table(IReadOnlyList<Result> results)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Scenario", "What", "Peer", "Transport", "Result", "ms");
        foreach (var result in results)
            table.AddRow(Markup.Escape(result.Scenario.Name), Markup.Escape(result.Scenario.What), result.Scenario.Peer, result.Scenario.Transport, Mark(result) + (result.Why.Length > 0 ? " " + Markup.Escape(result.Why) : ""),
                result.Elapsed.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture));
        AnsiConsole.Write(table);
    }

    /// <summary>The last line; gives the number that failed.</summary>
    public static int Sum(IReadOnlyList<Result> results, string artifacts)
    {
        var passed = results.Count(r => r.Outcome == Outcome.Passed);
        var elsewhere = results.Count(r => r.Outcome == Outcome.NotHere);
        var known = results.Count(r => r.Outcome is not (Outcome.Passed or Outcome.NotHere) && r.IsKnown);
        var failed = results.Count - passed - known - elsewhere;
        foreach (var surprise in results.Where(r => r.IsKnown && r.Outcome == Outcome.Passed)) AnsiConsole.MarkupLineInterpolated($"[yellow]{surprise.Scenario.Name}[/] passes now: take it off the list of known gaps");
        if (failed > 0) AnsiConsole.MarkupLineInterpolated($"captures, logs and messages of what failed: [bold]{artifacts}[/]");
        AnsiConsole.WriteLine($"{passed} passed, {failed} failed" + (known > 0 ? $", {known} known to be missing" : "") + (elsewhere > 0 ? $", {elsewhere} not possible on this machine" : ""));
        return failed;
    }

    private static string Mark(Result result) => result.Outcome switch
    {
        Outcome.Passed => "[green]passed[/]",
        Outcome.NotThereYet => "[yellow]not there yet[/]",
        Outcome.NotHere => "[grey]not here[/]",
        _ => "[red]failed[/]",
    };
}
