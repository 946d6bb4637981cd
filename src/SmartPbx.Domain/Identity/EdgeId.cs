using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace SmartPbx.Domain.Identity;

/// <summary>One media edge process; commands to it go to the real-time group <c>edge:{id}</c>.</summary>
[JsonConverter(typeof(StringIdConverter<EdgeId>))]
public readonly record struct EdgeId(string Value) : IStringId<EdgeId>
{
    /// <inheritdoc/>
    public string Value { get; } = IdText.Require(Value, "edge id");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? text, out EdgeId id)
    {
        var valid = IdText.IsValid(text);
        id = valid ? new EdgeId(text!) : default;
        return valid;
    }

    public override string ToString() => Value;
}
