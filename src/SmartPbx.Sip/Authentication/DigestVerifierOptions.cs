namespace SmartPbx.Sip.Authentication;

/// <summary>How a <see cref="DigestVerifier"/> works.</summary>
public sealed record DigestVerifierOptions
{
    /// <summary>HMAC key of the nonces, at least 32 bytes; shared by all processes that check each other's nonces.</summary>
    public required byte[] NonceKey { get; init; }

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    public SipTokens Tokens { get; init; } = SipTokens.Random;

    public TimeSpan NonceLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Algorithms offered, strongest first.</summary>
    public IReadOnlyList<DigestAlgorithm> Algorithms { get; init; } = [DigestAlgorithm.Sha256, DigestAlgorithm.Md5];

    /// <summary>Nonces whose counts are remembered; the oldest beyond it become stale.</summary>
    public int MaxTrackedNonces { get; init; } = 100_000;
}
