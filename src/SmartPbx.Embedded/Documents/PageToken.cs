using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SmartPbx.Embedded.Documents;

/// <summary>
/// Where a page ended. Bound to the query that made it by a hash of everything that decides the order, the tenant included; a token of another query or tenant
/// is refused. It holds no secret and grants nothing: the next page is read with the caller's own tenant in the predicate.
/// </summary>
internal static class PageToken
{
    private const int HashBytes = 16;

    public static string Write(string query, string[] position) =>
        Base64Url.EncodeToString([.. Hash(query), .. JsonSerializer.SerializeToUtf8Bytes(position)]);

    /// <summary>The position; throws <see cref="ArgumentException"/> when the token is none of this query's.</summary>
    public static string[] Read(string query, string token, int parts)
    {
        try
        {
            var bytes = Base64Url.DecodeFromChars(token);
            if (bytes.AsSpan(0, HashBytes).SequenceEqual(Hash(query))
                && JsonSerializer.Deserialize<string[]>(bytes.AsSpan(HashBytes)) is { } position && position.Length == parts)
                return position;
        }
        catch (Exception e) when (e is FormatException or JsonException or ArgumentOutOfRangeException)
        {
            // not even a token
        }

        throw new ArgumentException("the page token does not belong to this query");
    }

    private static ReadOnlySpan<byte> Hash(string query) => SHA256.HashData(Encoding.UTF8.GetBytes(query)).AsSpan(0, HashBytes);
}
