using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace SmartPbx.Domain.Identity;

/// <summary>The alphabet that Cosmos DB ids, blob path segments and Service Bus properties all accept.</summary>
public static class IdText
{
    /// <summary>Longest id, in characters.</summary>
    public const int MaxLength = 100;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-");

    /// <summary>Whether the text may be an id.</summary>
    public static bool IsValid([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= MaxLength } && text[0] != '.' && !text.AsSpan().ContainsAnyExcept(Allowed);

    internal static string Require(string text, string what) =>
        IsValid(text) ? text : throw new FormatException($"'{text}' is no {what}: 1–{MaxLength} characters of A–Z a–z 0–9 . _ : -");
}
