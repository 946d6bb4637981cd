using SmartPbx.TestKit.Running;

namespace SmartPbx.Demo;

/// <summary>Command line of the demo: <c>--knowledge folder --questions file --voices slt,rms,awb --artifacts folder --only 2,3</c>.</summary>
internal sealed record Arguments(string Knowledge, string Questions, IReadOnlyList<string> Voices, string Artifacts, IReadOnlySet<int> Only)
{
    public static Arguments Parse(string[] args)
    {
        var given = args.Chunk(2).Where(p => p.Length == 2 && p[1].Length > 0).ToDictionary(p => p[0], p => p[1]);
        string Value(string key, string fallback) => given.TryGetValue(key, out var value) ? Path.GetFullPath(value) : Path.Combine(Checkout.Root, fallback);
        return new Arguments(Value("--knowledge", "src/SmartPbx.Standalone/Demo/knowledge"), Value("--questions", "src/SmartPbx.Standalone/Demo/questions.yaml"),
            given.GetValueOrDefault("--voices", "slt,rms,awb").Split(',', ' '), Value("--artifacts", "artifacts/demo"),
            given.GetValueOrDefault("--only", "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToHashSet());
    }
}
