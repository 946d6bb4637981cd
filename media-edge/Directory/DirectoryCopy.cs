using System.Collections.Immutable;
using System.Text.Json;
using SmartPbx.Domain;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.MediaEdge.Directory;

/// <summary>The directory on disk, encrypted because it holds digest hashes: what the edge starts from when the store is away.</summary>
public sealed class DirectoryCopy(string path, ISecrets secrets)
{
    private const string Purpose = "edge.directory";

    /// <summary>Replaces the copy atomically.</summary>
    public void Save(ImmutableDictionary<TenantId, TenantDirectory> tenants)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(tenants, SmartPbxJson.Options);
        var temporary = path + ".new";
        File.WriteAllBytes(temporary, secrets.Protect(Purpose, plain));
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>The copy; null when there is none or it was not made with this machine's key.</summary>
    public ImmutableDictionary<TenantId, TenantDirectory>? Load()
    {
        if (!File.Exists(path) || secrets.Unprotect(Purpose, File.ReadAllBytes(path)) is not { } plain) return null;
        try
        {
            return JsonSerializer.Deserialize<ImmutableDictionary<TenantId, TenantDirectory>>(plain, SmartPbxJson.Options);
        }
        catch (JsonException)
        {
            return null; // of another version: the store will fill it again
        }
    }
}
