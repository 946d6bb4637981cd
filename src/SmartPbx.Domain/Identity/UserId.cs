using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace SmartPbx.Domain.Identity;

/// <summary>A person of a tenant who signs in: administrator, operator, agent or viewer.</summary>
[JsonConverter(typeof(StringIdConverter<UserId>))]
public readonly record struct UserId(string Value) : IStringId<UserId>
{
    /// <inheritdoc/>
    public string Value { get; } = IdText.Require(Value, "user id");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? text, out UserId id)
    {
        var valid = IdText.IsValid(text);
        id = valid ? new UserId(text!) : default;
        return valid;
    }

    public override string ToString() => Value;
}
