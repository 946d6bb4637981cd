using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Functions.Hosting;

/// <summary>
/// What proves that a trigger comes from the host and not from the network. The Functions host calls a loopback port that no one else reaches;
/// a host that shares its port with the API (Standalone) sends this key with every trigger instead.
/// </summary>
public static class TriggerKey
{
    public const string HeaderName = "x-functions-key";
    private const string SecretName = "functions-host";

    /// <summary>The header's value.</summary>
    public static async ValueTask<string> ValueAsync(ISecrets secrets, CancellationToken cancellationToken)
    {
        var key = await secrets.GetKeyAsync(SecretName, cancellationToken);
        return Base64Url.EncodeToString(HMACSHA256.HashData(key.Span, Encoding.ASCII.GetBytes(HeaderName)));
    }

    internal static async ValueTask<bool> MatchesAsync(ISecrets secrets, string? given, CancellationToken cancellationToken)
    {
        if (given is null) return false;
        var expected = await ValueAsync(secrets, cancellationToken);
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));
    }
}
