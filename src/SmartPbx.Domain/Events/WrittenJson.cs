using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmartPbx.Domain.Events;

/// <summary>A JSON value that is written already.</summary>
[JsonConverter(typeof(Copying))]
internal readonly record struct WrittenJson(ReadOnlyMemory<byte> Utf8)
{
    private sealed class Copying : JsonConverter<WrittenJson>
    {
        public override WrittenJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("it is only written");

        public override void Write(Utf8JsonWriter writer, WrittenJson value, JsonSerializerOptions options) => writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
    }
}
