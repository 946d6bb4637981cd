using SmartPbx.Domain.Ports;

namespace SmartPbx.MediaEdge.Tests.Kit;

/// <summary>Scrambles instead of encrypting; enough to see that nothing lies in the open and that purposes are kept apart.</summary>
internal sealed class PlainSecrets : ISecrets
{
    public ValueTask<ReadOnlyMemory<byte>> GetKeyAsync(string name, CancellationToken cancellationToken) => ValueTask.FromResult<ReadOnlyMemory<byte>>(new byte[32]);

    public byte[] Protect(string purpose, ReadOnlySpan<byte> plain) => [(byte)purpose.Length, .. Scramble(plain)];

    public byte[]? Unprotect(string purpose, ReadOnlySpan<byte> data) => data.Length > 0 && data[0] == purpose.Length ? Scramble(data[1..]) : null;

    private static byte[] Scramble(ReadOnlySpan<byte> bytes)
    {
        var scrambled = bytes.ToArray();
        for (var i = 0; i < scrambled.Length; i++) scrambled[i] ^= 0x5A;
        return scrambled;
    }
}
