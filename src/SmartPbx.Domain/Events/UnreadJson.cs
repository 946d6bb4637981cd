using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmartPbx.Domain.Events;

/// <summary>A JSON value that has to be there, be it what it may.</summary>
[JsonConverter(typeof(Skipping))]
internal readonly record struct UnreadJson
{
    private sealed class Skipping : JsonConverter<UnreadJson>
    {
        public override UnreadJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            reader.Skip();
            return default;
        }

        public override void Write(Utf8JsonWriter writer, UnreadJson value, JsonSerializerOptions options) => throw new NotSupportedException("what was not read cannot be written");
    }
}
