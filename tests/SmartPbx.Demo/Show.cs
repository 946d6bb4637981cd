using System.Diagnostics;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace SmartPbx.Demo;

/// <summary>What the demo prints as it goes: one line per thing, with the seconds since its start.</summary>
internal sealed class Show
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Lock _lock = new();
    private volatile bool _quiet;

    /// <summary>Holds back ladders and events while many calls run at once.</summary>
    public bool Quiet { get => _quiet; set => _quiet = value; }

    public void Step(string title)
    {
        lock (_lock)
        {
            AnsiConsole.WriteLine();
            AnsiConsole.Write(new Rule($"[bold]{Markup.Escape(title)}[/]").LeftJustified());
        }
    }

    public void Sip(JsonNode message)
    {
        if (Quiet) return;
        var arrow = message["sent"]!.GetValue<bool>() ? "──▶ pbx" : "◀── pbx";
        Line("blue", $"{message["phone"],-7} {arrow}", message["line"]!.GetValue<string>(), message["at"]!.GetValue<long>());
    }

    public void Said(string who, string text, long from, long to) =>
        Line("green", $"{who} said", $"“{text}” ({Clock.Ms(from, to) / 1000:0.0} s)", from);

    public void Event(string name, string text)
    {
        if (!Quiet) Line("yellow", name, text);
    }

    /// <summary>A JSON log line of the product; those of the bus pump are events and the handlers they reach.</summary>
    public void ProductLine(string line)
    {
        if (Quiet || !line.Contains("\"Handler\"", StringComparison.Ordinal)) return;
        try
        {
            var state = JsonNode.Parse(line)?["State"];
            if (state?["Handler"] is { } handler && state["EventType"] is { } type && state["ElapsedMs"] is not null)
                Line("grey", "handler", $"{type} → {handler} ({state["Status"]}, {state["ElapsedMs"]} ms)");
        }
        catch (System.Text.Json.JsonException) { } // not one of ours
    }

    public void Checked(string text) => Line("bold green", "  ✔", text);
    public void Note(string text) => Line("grey", "  ·", text);
    public void Failed(string text) => Line("bold red", "  ✘", text);

    private void Line(string style, string head, string text, long? at = null)
    {
        lock (_lock) AnsiConsole.MarkupLine($"[grey]{Clock.Ms(_start, at ?? Clock.Now) / 1000,7:0.00}[/]  [{style}]{Markup.Escape(head),-18}[/] {Markup.Escape(text)}");
    }
}
