using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace SmartPbx.Domain.Identity;

/// <summary>A customer of the platform. Every store call, event, route and query carries one.</summary>
[JsonConverter(typeof(StringIdConverter<TenantId>))]
public readonly record struct TenantId(string Value) : IStringId<TenantId>
{
    /// <inheritdoc/>
    public string Value { get; } = IdText.Require(Value, "tenant id");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? text, out TenantId id)
    {
        var valid = IdText.IsValid(text);
        id = valid ? new TenantId(text!) : default;
        return valid;
    }

    public override string ToString() => Value;
}
