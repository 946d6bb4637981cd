using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace SmartPbx.Domain.Identity;

/// <summary>One question and answer of a tenant's knowledge base.</summary>
[JsonConverter(typeof(StringIdConverter<KnowledgeItemId>))]
public readonly record struct KnowledgeItemId(string Value) : IStringId<KnowledgeItemId>
{
    /// <inheritdoc/>
    public string Value { get; } = IdText.Require(Value, "knowledge item id");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? text, out KnowledgeItemId id)
    {
        var valid = IdText.IsValid(text);
        id = valid ? new KnowledgeItemId(text!) : default;
        return valid;
    }

    public override string ToString() => Value;
}
