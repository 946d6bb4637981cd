using System.Security.Cryptography;

namespace SmartPbx.Domain.Identity;

/// <summary>ULIDs: 48 bits of milliseconds and 80 random bits in Crockford's base 32, lower case.</summary>
public sealed class UlidSource(TimeProvider clock) : IIdSource
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Length = 26;
    private const int TimeCharacters = 10;
    private const int DrawnAhead = 512;

    [ThreadStatic] private static byte[]? _drawn;
    [ThreadStatic] private static int _left;

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

    /// <summary>From bytes that each thread draws ahead, since a draw is a system call or more.</summary>
    public void Fill(Span<byte> bytes)
    {
        if (bytes.Length > DrawnAhead)
        {
            RandomNumberGenerator.Fill(bytes);
            return;
        }
        var drawn = _drawn ??= new byte[DrawnAhead];
        if (_left < bytes.Length)
        {
            RandomNumberGenerator.Fill(drawn);
            _left = DrawnAhead;
        }
        var taken = drawn.AsSpan(_left -= bytes.Length, bytes.Length);
        taken.CopyTo(bytes);
        taken.Clear(); // used once
    }
}
