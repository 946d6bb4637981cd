using System.Buffers.Text;
using System.Text.Json;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Embedded.Blobs;

/// <summary>Short-lived links: the token is tenant, path and expiry, encrypted and authenticated, so that it can be neither read nor made by others.</summary>
public sealed class BlobLinks(EmbeddedOptions options, ISecrets secrets, TimeProvider clock)
{
    private const string Purpose = "blob-link";
    private const int MaxTokenCharacters = 2_000;

    internal Uri Create(TenantId tenant, string path, TimeSpan lifetime)
    {
        var link = new Link(tenant.Value, path, (clock.GetUtcNow() + lifetime).ToUnixTimeMilliseconds());
        var token = Base64Url.EncodeToString(secrets.Protect(Purpose, JsonSerializer.SerializeToUtf8Bytes(link)));
        return new Uri(options.PublicBaseUrl, "/blobs/" + token);
    }

    /// <summary>What the token opens; null when it is none of ours or its time is over.</summary>
    internal (TenantId Tenant, string Path)? Read(string token)
    {
        if (token.Length > MaxTokenCharacters || !Base64Url.IsValid(token)) return null;
        if (secrets.Unprotect(Purpose, Base64Url.DecodeFromChars(token)) is not { } plain) return null;
        var link = JsonSerializer.Deserialize<Link>(plain)!;
        return link.ExpiresAt > clock.GetUtcNow().ToUnixTimeMilliseconds() ? (new TenantId(link.Tenant), link.Path) : null;
    }

    private sealed record Link(string Tenant, string Path, long ExpiresAt);
}
