using System.Text.Json.Serialization;

namespace SmartPbx.Caller;

/// <summary>One line of standard input. Times are Stopwatch ticks, which all processes of the machine share.</summary>
internal sealed record Command
{
    [JsonPropertyName("id")] public int Id { get; init; }
    /// <summary>register, incoming, call, say, press, wait_sound, wait_quiet, sounds, save, stats, hang_up, cancel or quit.</summary>
    [JsonPropertyName("do")] public required string Do { get; init; }
    [JsonPropertyName("call")] public string Call { get; init; } = "";
    [JsonPropertyName("to")] public string To { get; init; } = "";
    /// <summary>Caller's number; null: the phone's user.</summary>
    [JsonPropertyName("from")] public string? From { get; init; }
    [JsonPropertyName("text")] public string Text { get; init; } = "";
    [JsonPropertyName("voice")] public string Voice { get; init; } = "slt";
    /// <summary>A WAV to send instead of speech.</summary>
    [JsonPropertyName("file")] public string? File { get; init; }
    [JsonPropertyName("digit")] public string Digit { get; init; } = "";
    [JsonPropertyName("path")] public string Path { get; init; } = "";
    /// <summary>For incoming calls: answer, ring or reject.</summary>
    [JsonPropertyName("action")] public string Action { get; init; } = "";
    [JsonPropertyName("after_ms")] public int AfterMs { get; init; }
    [JsonPropertyName("quiet_ms")] public int QuietMs { get; init; } = 700;
    [JsonPropertyName("bridge_ms")] public int BridgeMs { get; init; } = 300;
    [JsonPropertyName("timeout_ms")] public int TimeoutMs { get; init; } = 20_000;
    [JsonPropertyName("from_tick")] public long FromTick { get; init; }
    [JsonPropertyName("to_tick")] public long ToTick { get; init; } = long.MaxValue;
}
