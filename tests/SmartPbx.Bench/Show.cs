using Spectre.Console;

namespace SmartPbx.Bench;

/// <summary>What the bench prints as it goes.</summary>
internal static class Show
{
    public static void Title(string text)
    {
        AnsiConsole.WriteLine();
        AnsiConsole.Write(new Rule($"[bold]{Markup.Escape(text)}[/]").LeftJustified());
    }

    public static void Note(string text) => AnsiConsole.MarkupLine($"[grey]  · {Markup.Escape(text)}[/]");

    public static void Failed(string text) => AnsiConsole.MarkupLine($"[bold red]  ✘ {Markup.Escape(text)}[/]");
}
