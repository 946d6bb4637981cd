using System.Globalization;

namespace SmartPbx.Domain.Ports;

/// <summary>A declared index: the only ways documents can be filtered or ordered.</summary>
/// <param name="Name">snake_case, same as the JSON property where there is one.</param>
/// <param name="Value">Text to index, compared ordinally; null leaves the document out of the index.</param>
public sealed record DocumentIndex<T>(string Name, Func<T, string?> Value);

/// <summary>Makes declared indexes of document kinds.</summary>
public static class DocumentIndex
{
    /// <summary>An index on a text.</summary>
    public static DocumentIndex<T> On<T>(string name, Func<T, string?> value) => new(name, value);

    /// <summary>A time as text that sorts by time.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
