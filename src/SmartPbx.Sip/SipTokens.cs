namespace SmartPbx.Sip;

/// <summary>The one source of tags, branches, Call-IDs and nonces. Thread-safe. A test injects a seeded one.</summary>
public abstract class SipTokens
{
    private const int TagBytes = 8;
    private const int BranchBytes = 12;
    private const int CallIdBytes = 16;

    /// <summary>Cryptographically random, as RFC 3261 §19.3 asks for.</summary>
    public static SipTokens Random { get; } = new RandomSipTokens();

    public string NewTag() => Hex(TagBytes);

    /// <summary>A branch with the magic cookie (RFC 3261 §8.1.1.7).</summary>
    public string NewBranch() => Messages.Via.MagicCookie + Hex(BranchBytes);

    public string NewCallId() => Hex(CallIdBytes);

    /// <summary>Lower-case hex of so many random bytes.</summary>
    public string Hex(int bytes)
    {
        Span<byte> buffer = stackalloc byte[bytes];
        Fill(buffer);
        return Convert.ToHexStringLower(buffer);
    }

    public abstract void Fill(Span<byte> buffer);
}
