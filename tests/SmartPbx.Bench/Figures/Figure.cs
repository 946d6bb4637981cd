using System.Text.Json.Serialization;

namespace SmartPbx.Bench.Figures;

/// <summary>One measured value beside that of a peer in the same run, as a line of <c>bench.jsonl</c>.</summary>
/// <param name="Name">Part, load and quantity: <c>relay.300.cpu_us_per_packet</c>.</param>
/// <param name="Value">Ours.</param>
/// <param name="Unit">Of both values.</param>
/// <param name="Peer">Who was measured beside us; null when nobody was.</param>
/// <param name="PeerValue">The peer's.</param>
/// <param name="Goal">What is asked for, in words.</param>
internal sealed record Figure(string Name, double Value, string Unit, string? Peer = null, double? PeerValue = null, string? Goal = null)
{
    /// <summary>Ours over the peer's.</summary>
    public double? Ratio => PeerValue is > 0 and var peer ? Math.Round(Value / peer, 3) : null;

    /// <summary>When it was measured.</summary>
    public DateTimeOffset At { get; init; } = TimeProvider.System.GetUtcNow();

    [JsonIgnore]
    public string Part => Name[..Name.IndexOf('.', StringComparison.Ordinal)];
}
