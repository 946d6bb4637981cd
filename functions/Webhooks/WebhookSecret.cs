using System.Buffers.Text;
using System.Text;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Webhooks;

namespace SmartPbx.Functions.Webhooks;

/// <summary>The signing secret of an endpoint: a text that the tenant keeps; its UTF-8 bytes are the HMAC key. Stored protected.</summary>
public static class WebhookSecret
{
    private const string Purpose = "webhook";
    private const int RandomBytes = 32;

    public static string New(IIdSource ids)
    {
        Span<byte> random = stackalloc byte[RandomBytes];
        ids.Fill(random);
        return Base64Url.EncodeToString(random);
    }

    /// <summary>As <see cref="WebhookEndpoint.ProtectedSecret"/> wants it.</summary>
    public static string Protect(ISecrets secrets, string secret) => Convert.ToBase64String(secrets.Protect(Purpose, Encoding.UTF8.GetBytes(secret)));

    internal static byte[]? Unprotect(ISecrets secrets, WebhookEndpoint endpoint) =>
        secrets.Unprotect(Purpose, Convert.FromBase64String(endpoint.ProtectedSecret));
}
