using System.Globalization;
using SmartPbx.TestKit.Running;

namespace SmartPbx.Bench;

/// <summary>Command line: <c>--only relay,parser --seconds 5 --rounds 3 --endurance 10 --rate 500 --tools folder --artifacts folder</c>. Empty values mean the default.</summary>
internal sealed record BenchArguments(IReadOnlySet<string> Only, double Seconds, int Rounds, int EnduranceBatches, double CallsPerSecond, string Tools, string Artifacts)
{
    private static readonly string[] Known = ["--only", "--seconds", "--rounds", "--endurance", "--rate", "--tools", "--artifacts"];

    /// <summary>Throws <see cref="BenchFailedException"/> for what it does not know.</summary>
    public static BenchArguments Parse(string[] args)
    {
        if (args.Chunk(2).FirstOrDefault(p => p.Length < 2 || !Known.Contains(p[0])) is { } wrong)
            throw new BenchFailedException($"{wrong[0]}: options are {string.Join(", ", Known)}, each with a value");
        var given = args.Chunk(2).Where(p => p.Length == 2 && p[1].Length > 0).ToDictionary(p => p[0], p => p[1]);
        string Folder(string key, string fallback) => Path.GetFullPath(given.GetValueOrDefault(key, Path.Combine(Checkout.Root, fallback)));
        return new BenchArguments(
            given.GetValueOrDefault("--only", "").Split(',', ' ').Where(n => n.Length > 0).ToHashSet(),
            double.Parse(given.GetValueOrDefault("--seconds", "5"), CultureInfo.InvariantCulture),
            int.Parse(given.GetValueOrDefault("--rounds", "3"), CultureInfo.InvariantCulture),
            int.Parse(given.GetValueOrDefault("--endurance", "10"), CultureInfo.InvariantCulture),
            double.Parse(given.GetValueOrDefault("--rate", "500"), CultureInfo.InvariantCulture),
            Folder("--tools", "artifacts/bench-tools"), Folder("--artifacts", "artifacts"));
    }

    public bool Wants(string part) => Only.Count == 0 || Only.Contains(part);

    /// <summary>A program that the make target built from <c>tools/</c>.</summary>
    public string Tool(string name) => Path.Combine(Tools, name);

    /// <summary>A fresh folder for what a process under test writes.</summary>
    public string Scratch(string name)
    {
        var folder = Path.Combine(Artifacts, "bench", name);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        return Directory.CreateDirectory(folder).FullName;
    }
}
