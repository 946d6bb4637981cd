using System.Security.Cryptography;

namespace SmartPbx.Domain.Identity;

/// <summary>ULIDs: 48 bits of milliseconds and 80 random bits in Crockford's base 32, lower case.</summary>
public sealed class UlidSource(TimeProvider clock) : IIdSource
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Length = 26;
    private const int TimeCharacters = 10;

    public string NewId()
    {
        Span<byte> random = stackalloc byte[Length - TimeCharacters];
        Fill(random);
        Span<char> text = stackalloc char[Length];
        var milliseconds = clock.GetUtcNow().ToUnixTimeMilliseconds();
        for (var i = TimeCharacters - 1; i >= 0; i--, milliseconds >>= 5) text[i] = Alphabet[(int)(milliseconds & 31)];
        for (var i = 0; i < random.Length; i++) text[TimeCharacters + i] = Alphabet[random[i] & 31];
        return new string(text);
    }

    public void Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);
}
