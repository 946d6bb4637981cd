using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using SmartPbx.Domain.Identity;

namespace SmartPbx.Functions.Auth;

/// <summary>An opaque refresh token: <c>{tenant}~{session}~{256 random bits}</c>. Tenant and session only say where to look; the random part is the proof.</summary>
internal readonly record struct RefreshToken(TenantId Tenant, string SessionId, string Secret)
{
    private const char Separator = '~'; // not in the alphabet of ids
    private const int SecretBytes = 32;

    public static RefreshToken New(TenantId tenant, string sessionId, IIdSource ids)
    {
        Span<byte> secret = stackalloc byte[SecretBytes];
        ids.Fill(secret);
        return new RefreshToken(tenant, sessionId, Base64Url.EncodeToString(secret));
    }

    public static bool TryParse([NotNullWhen(true)] string? text, out RefreshToken token)
    {
        token = default;
        var parts = text?.Split(Separator) ?? [];
        if (parts.Length != 3 || !TenantId.TryParse(parts[0], out var tenant) || !IdText.IsValid(parts[1]) || parts[2].Length is 0 or > 100) return false;
        token = new RefreshToken(tenant, parts[1], parts[2]);
        return true;
    }

    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToString())));

    public override string ToString() => $"{Tenant}{Separator}{SessionId}{Separator}{Secret}";
}
