using System.Text;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Domain.Directory;

/// <summary>Our user at a carrier. The password is needed in the clear to answer, so it is stored protected.</summary>
/// <param name="ProtectedPassword">Base64 of what <see cref="Protect"/> made.</param>
public sealed record TrunkCredentials(string Username, string ProtectedPassword)
{
    private const string Purpose = "trunk";

    /// <summary>Credentials for a document.</summary>
    public static TrunkCredentials Protect(ISecrets secrets, string username, string password) =>
        new(username, Convert.ToBase64String(secrets.Protect(Purpose, Encoding.UTF8.GetBytes(password))));

    /// <summary>The password; null when it was protected with another key.</summary>
    public string? Password(ISecrets secrets)
    {
        Span<byte> data = new byte[ProtectedPassword.Length];
        return Convert.TryFromBase64String(ProtectedPassword, data, out var length) && secrets.Unprotect(Purpose, data[..length]) is { } plain
            ? Encoding.UTF8.GetString(plain) : null;
    }

    public override string ToString() => $"{nameof(TrunkCredentials)} {Username}";
}
