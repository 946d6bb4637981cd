using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace SmartPbx.Domain.Identity;

/// <summary>One call: both legs, its recording, its transcript. Names its edge: <c>{edge}-{unique}</c>.</summary>
[JsonConverter(typeof(StringIdConverter<CallId>))]
public readonly record struct CallId(string Value) : IStringId<CallId>
{
    /// <inheritdoc/>
    public string Value { get; } = IdText.Require(Value, "call id");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? text, out CallId id)
    {
        var valid = IdText.IsValid(text);
        id = valid ? new CallId(text!) : default;
        return valid;
    }

    public override string ToString() => Value;
}
