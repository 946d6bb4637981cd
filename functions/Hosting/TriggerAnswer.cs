using System.Text.Json.Serialization;

namespace SmartPbx.Functions.Hosting;

/// <summary>What the Functions host wants to hear: this exact form, never an empty body, or the invocation hangs.</summary>
internal sealed record TriggerAnswer(
    [property: JsonPropertyName("Outputs")] IReadOnlyDictionary<string, object> Outputs,
    [property: JsonPropertyName("Logs")] IReadOnlyList<string> Logs,
    [property: JsonPropertyName("ReturnValue"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] object? ReturnValue)
{
    public static TriggerAnswer With(string log) => new(new Dictionary<string, object>(), [log], null);
}
