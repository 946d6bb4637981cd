using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Embedded.Secrets;

/// <summary>
/// Keys derived from one master key in a file that only its owner can read. Each name and each purpose has its own key (HKDF-SHA256, RFC 5869), so that what is
/// protected for one purpose opens for no other. Losing the file loses what it protects: it belongs in the backup, apart from the data.
/// </summary>
public sealed class KeyFileSecrets : ISecrets
{
    private const int KeyBytes = 32;
    private const byte Format = 1;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int HeaderBytes = 1 + NonceBytes + TagBytes;

    private readonly byte[] _master;
    private readonly IIdSource _random;
    private readonly ConcurrentDictionary<string, byte[]> _derived = new(StringComparer.Ordinal);

    private KeyFileSecrets(byte[] master, IIdSource random)
    {
        _master = master;
        _random = random;
    }

    /// <summary>Reads the master key. Throws <see cref="DataFolderException"/> when it is missing, others can read it, or it is no key.</summary>
    /// <param name="folder">Where <c>master.key</c> stands.</param>
    /// <param name="random">Of nonces and of a new key.</param>
    /// <param name="mayCreate">Whether there is nothing yet that a key could have protected, so that a missing one is made.</param>
    public static KeyFileSecrets Open(string folder, IIdSource random, bool mayCreate)
    {
        var path = Path.Combine(folder, "master.key");
        if (!File.Exists(path))
        {
            if (!mayCreate) throw new DataFolderException($"key file '{path}' is missing, and there is data that needs it: restore it from the backup");
            Create(path, random);
        }

        if (!PrivateFiles.IsOwnerOnly(path))
            throw new DataFolderException($"key file '{path}' can be read by other users: chmod 600 it, and consider the key known");

        var master = File.ReadAllBytes(path);
        return master.Length == KeyBytes ? new KeyFileSecrets(master, random)
            : throw new DataFolderException($"key file '{path}' has {master.Length} bytes instead of {KeyBytes}: restore it from the backup");
    }

    public ValueTask<ReadOnlyMemory<byte>> GetKeyAsync(string name, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ReadOnlyMemory<byte>>(Derive("key:" + name).ToArray());

    /// <summary>Format, nonce, tag, cipher text.</summary>
    public byte[] Protect(string purpose, ReadOnlySpan<byte> plain)
    {
        var data = new byte[HeaderBytes + plain.Length];
        data[0] = Format;
        var nonce = data.AsSpan(1, NonceBytes);
        _random.Fill(nonce);
        using var aes = new AesGcm(Derive("protect:" + purpose), TagBytes);
        aes.Encrypt(nonce, plain, data.AsSpan(HeaderBytes), data.AsSpan(1 + NonceBytes, TagBytes));
        return data;
    }

    public byte[]? Unprotect(string purpose, ReadOnlySpan<byte> data)
    {
        if (data.Length < HeaderBytes || data[0] != Format) return null;
        var plain = new byte[data.Length - HeaderBytes];
        using var aes = new AesGcm(Derive("protect:" + purpose), TagBytes);
        try
        {
            aes.Decrypt(data.Slice(1, NonceBytes), data[HeaderBytes..], data.Slice(1 + NonceBytes, TagBytes), plain);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static void Create(string path, IIdSource random)
    {
        var master = new byte[KeyBytes];
        random.Fill(master);
        var unfinished = path + ".new";
        File.Delete(unfinished);
        using (var file = PrivateFiles.CreateFile(unfinished))
        {
            file.Write(master);
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path);
        FolderSync.Sync(Path.GetDirectoryName(path)!);
    }

    private byte[] Derive(string info) => _derived.GetOrAdd(info,
        static (label, master) => HKDF.DeriveKey(HashAlgorithmName.SHA256, master, KeyBytes, info: Encoding.UTF8.GetBytes(label)), _master);
}
