using System.Diagnostics;

namespace SmartPbx.Interop.Running;

/// <summary>Calls, ports and transactions that should be gone when every peer has hung up.</summary>
public static class Leftovers
{
    /// <summary>Null when all are gone within the time; else what is left.</summary>
    public static async Task<string?> WaitGoneAsync(EdgeUnderTest edge, TimeSpan within)
    {
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(500))
        {
            var status = await edge.StatusAsync();
            var (calls, ports, transactions) = (status["live_calls"]!.GetValue<int>(), status["ports_in_use"]!.GetValue<int>(), status["transactions"]!.GetValue<int>());
            if (calls + ports + transactions == 0) return null;
            if (waited.Elapsed > within) return $"{calls} calls, {ports} ports, {transactions} transactions after {within.TotalSeconds:0} s";
        }
    }
}
