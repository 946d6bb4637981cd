using System.Security.Cryptography;

namespace SmartPbx.Sip;

/// <summary>Bytes of the system's generator, drawn ahead by each thread: a draw is a system call or more, and a call wants some fifteen of them.</summary>
internal sealed class RandomSipTokens : SipTokens
{
    private const int DrawnAhead = 512;

    [ThreadStatic] private static byte[]? _drawn;
    [ThreadStatic] private static int _left;

    public override void Fill(Span<byte> buffer)
    {
        if (buffer.Length > DrawnAhead)
        {
            RandomNumberGenerator.Fill(buffer);
            return;
        }
        byte[] drawn = _drawn ??= new byte[DrawnAhead];
        if (_left < buffer.Length)
        {
            RandomNumberGenerator.Fill(drawn);
            _left = DrawnAhead;
        }
        var taken = drawn.AsSpan(_left -= buffer.Length, buffer.Length);
        taken.CopyTo(buffer);
        taken.Clear(); // nobody who reads this memory later knows a token
    }
}
