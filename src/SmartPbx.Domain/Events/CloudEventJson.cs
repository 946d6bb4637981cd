using System.Text.Json.Serialization;

namespace SmartPbx.Domain.Events;

/// <summary>An envelope on its way into JSON or out of it.</summary>
/// <typeparam name="T">The payload; <see cref="UnreadJson"/> for whoever does not want it.</typeparam>
internal sealed record CloudEventJson<T> : CloudEventContext
{
    [JsonPropertyName("data"), JsonPropertyOrder(1)] public required T Data { get; init; }
}
