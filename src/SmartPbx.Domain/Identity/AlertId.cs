using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace SmartPbx.Domain.Identity;

/// <summary>One question of the voice agent to an operator.</summary>
[JsonConverter(typeof(StringIdConverter<AlertId>))]
public readonly record struct AlertId(string Value) : IStringId<AlertId>
{
    /// <inheritdoc/>
    public string Value { get; } = IdText.Require(Value, "alert id");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? text, out AlertId id)
    {
        var valid = IdText.IsValid(text);
        id = valid ? new AlertId(text!) : default;
        return valid;
    }

    public override string ToString() => Value;
}
