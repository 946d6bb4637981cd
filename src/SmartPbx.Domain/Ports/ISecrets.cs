namespace SmartPbx.Domain.Ports;

/// <summary>Keys and protected data. Nothing returned here may reach a log, an error or an API answer.</summary>
public interface ISecrets
{
    /// <summary>A named key of at least 32 bytes, made on first use, the same ever after.</summary>
    ValueTask<ReadOnlyMemory<byte>> GetKeyAsync(string name, CancellationToken cancellationToken);

    /// <summary>Encrypts and authenticates for one purpose (AES-256-GCM).</summary>
    byte[] Protect(string purpose, ReadOnlySpan<byte> plain);

    /// <summary>Reverses <see cref="Protect"/>; null when it was not protected for this purpose or was tampered with.</summary>
    byte[]? Unprotect(string purpose, ReadOnlySpan<byte> data);
}
