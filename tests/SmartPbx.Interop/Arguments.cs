using System.Globalization;
using SmartPbx.TestKit.Running;

namespace SmartPbx.Interop;

/// <summary>Command line: <c>--only name,name --peer SIPp --known-missing file --artifacts folder --at-once 4</c>.</summary>
internal sealed record Arguments(IReadOnlyList<string> Only, string Peer, string? KnownMissing, string Artifacts, int AtOnce)
{
    private const int DefaultAtOnce = 4; // scenarios mostly wait: two cores carry four

    public static Arguments Parse(string[] args)
    {
        var given = args.Chunk(2).Where(p => p.Length == 2 && p[1].Length > 0).ToDictionary(p => p[0], p => p[1]);
        return new Arguments(given.GetValueOrDefault("--only", "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), given.GetValueOrDefault("--peer", ""),
            given.GetValueOrDefault("--known-missing"), given.TryGetValue("--artifacts", out var folder) ? Path.GetFullPath(folder) : Path.Combine(Checkout.Root, "artifacts/interop"),
            given.TryGetValue("--at-once", out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : DefaultAtOnce);
    }

    public bool Wants(IScenario scenario) =>
        (Only.Count == 0 || Only.Any(o => scenario.Name.StartsWith(o, StringComparison.Ordinal))) && (Peer.Length == 0 || scenario.Peer.Equals(Peer, StringComparison.OrdinalIgnoreCase));
}
