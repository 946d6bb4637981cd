using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using SmartPbx.Domain;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Identity;

namespace SmartPbx.Functions.Hosting;

/// <summary>
/// The request of the Functions host for a Service Bus trigger: <c>{"Data":{"message":…},"Metadata":{…}}</c>. The host encodes strings as JSON twice, numbers as
/// strings and binary bodies as base64; which of these a value went through depends on its version, so every layer that is there is taken off.
/// </summary>
internal static class TriggerEnvelope
{
    /// <summary>Name of the trigger's binding in <c>function.json</c>.</summary>
    public const string Binding = "message";

    public const int MaxBytes = 4 * 1024 * 1024;

    private const int MaxLayers = 3;

    public static bool TryParse(ReadOnlyMemory<byte> body, [NotNullWhen(true)] out TriggerMessage? message, [NotNullWhen(false)] out string? error)
    {
        message = null;
        try
        {
            using var document = JsonDocument.Parse(body);
            error = Read(document.RootElement, out message);
            return error is null;
        }
        catch (JsonException e)
        {
            error = $"no JSON at byte {e.BytePositionInLine?.ToString(CultureInfo.InvariantCulture) ?? "?"}";
            return false;
        }
    }

    private static string? Read(JsonElement root, out TriggerMessage? message)
    {
        message = null;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("Data", out var data) || data.ValueKind != JsonValueKind.Object)
            return "no Data object";
        if (!data.TryGetProperty(Binding, out var value)) return $"no binding {Binding} in Data";
        if (!TryUnwrap(value, out var payload)) return $"binding {Binding} holds no JSON object";
        CloudEvent? cloudEvent;
        try
        {
            cloudEvent = payload.Deserialize<CloudEvent>(SmartPbxJson.Options);
        }
        catch (JsonException)
        {
            return "the message is no CloudEvent of the product";
        }
        if (cloudEvent?.TenantId.Value is null || !IdText.IsValid(cloudEvent.Id) || !IdText.IsValid(cloudEvent.Subject)) return "id, subject or tenantid is none";
        root.TryGetProperty("Metadata", out var metadata);
        var properties = Property(metadata, "ApplicationProperties") is { } wrapped && TryUnwrap(wrapped, out var unwrapped) ? unwrapped : default;
        message = new TriggerMessage(cloudEvent, Math.Max(1, Number(properties, "attempt")), Math.Max(1, Number(metadata, "DeliveryCount")), Text(properties, "handler"));
        return null;
    }

    /// <summary>Takes off JSON-in-a-string and base64 until an object appears.</summary>
    private static bool TryUnwrap(JsonElement value, out JsonElement inner)
    {
        inner = value;
        for (var layer = 0; layer < MaxLayers && inner.ValueKind == JsonValueKind.String; layer++)
        {
            var text = inner.GetString()!;
            try
            {
                inner = Base64.IsValid(text) ? ParseBytes(Convert.FromBase64String(text)) : JsonElement.Parse(text);
            }
            catch (JsonException)
            {
                return false;
            }
        }
        return inner.ValueKind == JsonValueKind.Object;
    }

    private static JsonElement ParseBytes(byte[] bytes) => JsonElement.Parse(bytes);

    private static JsonElement? Property(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement of, string name)
    {
        if (Property(of, name) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.String) return value.ValueKind == JsonValueKind.Number ? value.GetRawText() : null;
        var text = value.GetString()!;
        return text is ['"', .., '"'] ? text[1..^1] : text;
    }

    private static int Number(JsonElement of, string name) =>
        int.TryParse(Text(of, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
