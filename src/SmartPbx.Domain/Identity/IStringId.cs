using System.Diagnostics.CodeAnalysis;

namespace SmartPbx.Domain.Identity;

/// <summary>A typed id over a short string that is safe as a document id, a path segment and a metric label in every adapter.</summary>
/// <typeparam name="TSelf">The id type itself.</typeparam>
public interface IStringId<TSelf> where TSelf : struct, IStringId<TSelf>
{
    /// <summary>The text of the id: 1 to 100 characters of <c>A–Z a–z 0–9 . _ : -</c>, never starting with a dot.</summary>
    string Value { get; }

    /// <summary>Takes the text as an id, or says no without throwing.</summary>
    static abstract bool TryParse([NotNullWhen(true)] string? text, out TSelf id);
}
