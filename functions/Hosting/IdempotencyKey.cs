using System.Security.Cryptography;
using System.Text;
using SmartPbx.Domain.Identity;
using SmartPbx.Functions.Auth;

namespace SmartPbx.Functions.Hosting;

/// <summary>
/// The header <c>Idempotency-Key</c> on a POST that creates something: the id of the new thing is told by tenant, user, route and key, so that the same request sent
/// again finds what the first one made. Without the header every request makes its own.
/// </summary>
internal static class IdempotencyKey
{
    public const string HeaderName = "Idempotency-Key";
    private const int IdBytes = 16;

    public static string IdFor(HttpContext context, SignedIn user, IIdSource ids)
    {
        var key = context.Request.Headers[HeaderName].ToString();
        return key.Length == 0 ? ids.NewId() : Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{user.Tenant}\n{user.User}\n{context.Request.Path}\n{key}")).AsSpan(0, IdBytes));
    }
}
