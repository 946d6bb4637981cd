using System.Security.Cryptography;
using System.Text;

namespace SmartPbx.Domain.Directory;

/// <summary>A user of ours for a carrier that calls in; hashes for the tenant's realm, as with phones.</summary>
/// <param name="Ha1Md5">Lower-case hex MD5(user:realm:password).</param>
/// <param name="Ha1Sha256">Lower-case hex SHA-256(user:realm:password) (RFC 8760).</param>
public sealed record TrunkSignIn(string Username, string Ha1Md5, string Ha1Sha256)
{
    /// <summary>The hashes of a password, which is not kept.</summary>
    public static TrunkSignIn Of(string username, string realm, string password)
    {
        var text = Encoding.UTF8.GetBytes($"{username}:{realm}:{password}");
        // MD5 because carriers ask for it (RFC 3261 §22.4); it protects nothing here that SHA-256 does not.
#pragma warning disable CA5351
        return new TrunkSignIn(username, Convert.ToHexStringLower(MD5.HashData(text)), Convert.ToHexStringLower(SHA256.HashData(text)));
#pragma warning restore CA5351
    }

    public override string ToString() => $"{nameof(TrunkSignIn)} {Username}";
}
