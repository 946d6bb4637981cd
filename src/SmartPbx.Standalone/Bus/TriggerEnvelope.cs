using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmartPbx.Domain;
using SmartPbx.Embedded.Bus;

namespace SmartPbx.Standalone.Bus;

/// <summary>
/// What the Azure Functions host posts to a custom handler for a Service Bus trigger with <c>"dataType":"binary"</c>: the raw body in base64, metadata with
/// strings encoded twice and numbers as strings.
/// </summary>
internal static class TriggerEnvelope
{
    public static string Create(LeasedMessage message) => new JsonObject
    {
        ["Data"] = new JsonObject { ["message"] = Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(message.Event, SmartPbxJson.Options)) },
        ["Metadata"] = new JsonObject
        {
            ["DeliveryCount"] = message.DeliveryCount.ToString(CultureInfo.InvariantCulture),
            ["MessageId"] = Twice(message.Event.Id),
            ["CorrelationId"] = Twice(message.Event.Subject),
            ["EnqueuedTimeUtc"] = Twice(message.EnqueuedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)),
            ["ApplicationProperties"] = new JsonObject { ["handler"] = message.Handler, ["attempt"] = message.Attempt },
        },
    }.ToJsonString();

    private static string Twice(string text) => JsonSerializer.Serialize(text);
}
