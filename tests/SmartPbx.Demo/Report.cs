using System.Text.Json;
using Spectre.Console;

namespace SmartPbx.Demo;

/// <summary>Figures gathered on the way, for the table at the end and for <c>artifacts/demo/report.json</c>.</summary>
internal sealed class Report
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly List<(string What, string Value)> _rows = [];
    private readonly Lock _lock = new();

    public Dictionary<string, double> TalkMs { get; } = [];

    public void Add(string what, string value)
    {
        lock (_lock) _rows.Add((what, value));
    }

    public void Talk(string call, double milliseconds)
    {
        lock (_lock) TalkMs[call] = milliseconds;
    }

    public void Print(string whereToLook)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("What").AddColumn("Measured");
        foreach (var (what, value) in _rows) table.AddRow(Markup.Escape(what), Markup.Escape(value));
        AnsiConsole.WriteLine();
        AnsiConsole.Write(table);
        AnsiConsole.MarkupLine($"Where to look: [bold]{Markup.Escape(whereToLook)}[/]");
    }

    public string ToJson() => JsonSerializer.Serialize(_rows.Select(r => new { what = r.What, measured = r.Value }), Indented);
}
