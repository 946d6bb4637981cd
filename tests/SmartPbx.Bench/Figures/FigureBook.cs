using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace SmartPbx.Bench.Figures;

/// <summary>Appends every figure to <c>bench.jsonl</c> as it comes and prints a table per part.</summary>
internal sealed class FigureBook(string artifacts)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private readonly List<Figure> _figures = [];

    public string File { get; } = Path.Combine(Directory.CreateDirectory(artifacts).FullName, "bench.jsonl");

    public void Add(Figure figure)
    {
        _figures.Add(figure);
        System.IO.File.AppendAllText(File, JsonSerializer.Serialize(figure, Json) + "\n");
    }

    public void Print(string part)
    {
        var table = new Table().RoundedBorder().AddColumns("figure", "ours", "peer", "ratio", "asked for");
        foreach (var index in Enumerable.Range(1, 3)) table.Columns[index].RightAligned();
        foreach (var figure in _figures.Where(f => f.Part == part))
            table.AddRow(Markup.Escape(figure.Name), $"[bold]{Number(figure.Value)}[/] {figure.Unit}",
                figure.PeerValue is { } peer ? $"{Number(peer)} {Markup.Escape(figure.Peer!)}" : "", figure.Ratio is { } ratio ? $"[bold]{ratio:0.00}×[/]" : "",
                Markup.Escape(figure.Goal ?? ""));
        AnsiConsole.Write(table);
    }

    private static string Number(double value) => Math.Abs(value) switch
    {
        >= 100 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 1 => value.ToString("0.00", CultureInfo.InvariantCulture),
        _ => value.ToString("0.####", CultureInfo.InvariantCulture),
    };
}
