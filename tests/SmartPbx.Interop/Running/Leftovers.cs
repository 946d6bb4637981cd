using System.Diagnostics;

namespace SmartPbx.Interop.Running;

/// <summary>Calls, dialogs, tasks, ports and transactions that should be gone when every peer has hung up.</summary>
public static class Leftovers
{
    private static readonly string[] _kinds = ["live_calls", "dialogs", "tasks", "ports_in_use", "transactions"];

    /// <summary>Null when all are gone within the time; else what is left.</summary>
    public static async Task<string?> WaitGoneAsync(EdgeUnderTest edge, TimeSpan within)
    {
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(500))
        {
            var status = await edge.StatusAsync();
            var left = _kinds.Select(kind => (kind, Count: status[kind]!.GetValue<int>())).Where(k => k.Count > 0).ToList();
            if (left.Count == 0) return null;
            if (waited.Elapsed > within) return $"{string.Join(", ", left.Select(k => $"{k.Count} {k.kind}"))} after {within.TotalSeconds:0} s";
        }
    }
}
