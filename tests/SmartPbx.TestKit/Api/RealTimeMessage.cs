using System.Text.Json.Nodes;

namespace SmartPbx.TestKit.Api;

/// <summary>A pushed message and when it arrived (Stopwatch ticks).</summary>
public sealed record RealTimeMessage(string Name, JsonNode Event, long At)
{
    public string Subject => Event["subject"]?.GetValue<string>() ?? "";
    public JsonNode Data => Event["data"] ?? Event;
}
