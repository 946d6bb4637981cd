using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace SmartPbx.Domain.Identity;

/// <summary>One person listening in on a call, from the ringing of the phone to its end.</summary>
[JsonConverter(typeof(StringIdConverter<SupervisionId>))]
public readonly record struct SupervisionId(string Value) : IStringId<SupervisionId>
{
    /// <inheritdoc/>
    public string Value { get; } = IdText.Require(Value, "supervision id");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? text, out SupervisionId id)
    {
        var valid = IdText.IsValid(text);
        id = valid ? new SupervisionId(text!) : default;
        return valid;
    }

    public override string ToString() => Value;
}
