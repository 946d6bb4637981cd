using SmartPbx.Bench.Figures;

namespace SmartPbx.Bench;

/// <summary>What a part measures with.</summary>
internal sealed record BenchContext(BenchArguments Arguments, FigureBook Figures);
