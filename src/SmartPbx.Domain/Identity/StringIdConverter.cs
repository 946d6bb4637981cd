using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmartPbx.Domain.Identity;

/// <summary>Writes a typed id as its bare text, as a value and as a dictionary key.</summary>
/// <typeparam name="TId">The id type.</typeparam>
public sealed class StringIdConverter<TId> : JsonConverter<TId> where TId : struct, IStringId<TId>
{
    public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

    public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);

    public override TId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

    public override void WriteAsPropertyName(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) => writer.WritePropertyName(value.Value);

    private static TId Parse(string? text) =>
        TId.TryParse(text, out var id) ? id : throw new JsonException($"'{text}' is no {typeof(TId).Name}");
}
