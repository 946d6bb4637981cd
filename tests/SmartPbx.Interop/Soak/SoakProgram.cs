using System.Globalization;
using SmartPbx.TestKit.Running;
using Spectre.Console;

namespace SmartPbx.Interop.Soak;

/// <summary><c>soak --minutes 30 --rate 22 --seed n</c>; the rate is new calls a second, by default what takes more than half of two cores, its peers included.</summary>
internal static class SoakProgram
{
    private const double DefaultMinutes = 30, DefaultRate = 22;

    public static async Task<int> RunAsync(string[] args)
    {
        var given = args.Chunk(2).Where(p => p.Length == 2 && p[1].Length > 0).ToDictionary(p => p[0], p => p[1]);
        var artifacts = Path.Combine(Checkout.Root, "artifacts/soak");
        if (Directory.Exists(artifacts)) Directory.Delete(artifacts, recursive: true);
        Directory.CreateDirectory(artifacts);
        var minutes = given.TryGetValue("--minutes", out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : DefaultMinutes;
        var rate = given.TryGetValue("--rate", out text) ? double.Parse(text, CultureInfo.InvariantCulture) : DefaultRate;
        var seed = given.TryGetValue("--seed", out text) ? int.Parse(text, CultureInfo.InvariantCulture) : Environment.TickCount;
        var left = await new SoakRun(artifacts, TimeSpan.FromMinutes(minutes), rate, seed).RunAsync();
        if (left is not null) AnsiConsole.MarkupLineInterpolated($"[red]left behind:[/] {left}; logs in {artifacts}");
        AnsiConsole.WriteLine(left is null ? "soak passed" : "soak failed");
        return left is null ? 0 : 1;
    }
}
