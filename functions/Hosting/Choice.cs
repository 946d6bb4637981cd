using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace SmartPbx.Functions.Hosting;

/// <summary>An enum in a query string, spelled as in the JSON: <c>operator_correction</c>.</summary>
internal readonly record struct Choice<T>(T Value) where T : struct, Enum
{
    private static readonly Dictionary<string, T> Names =
        Enum.GetValues<T>().ToDictionary(value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()), StringComparer.Ordinal);

    /// <summary>What a declared index holds for the value.</summary>
    public string Indexed => Value.ToString();

    public static bool TryParse([NotNullWhen(true)] string? text, out Choice<T> choice)
    {
        var known = Names.TryGetValue(text ?? "", out var value);
        choice = new Choice<T>(value);
        return known;
    }
}
