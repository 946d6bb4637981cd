namespace SmartPbx.Fuzz;

/// <summary>What one run over one target showed.</summary>
/// <param name="Target">Its name.</param>
/// <param name="Inputs">Inputs fed.</param>
/// <param name="Elapsed">Time it took.</param>
/// <param name="WorstMs">Processor time of the slowest input, the least of three.</param>
/// <param name="WorstBytes">Size of that input.</param>
/// <param name="HeapGrowthBytes">Live bytes after the run less those before it, both after a full collection.</param>
/// <param name="Failures">What broke, and the file that holds the input.</param>
public sealed record FuzzReport(string Target, long Inputs, TimeSpan Elapsed, double WorstMs, int WorstBytes, long HeapGrowthBytes, IReadOnlyList<string> Failures);
