using SmartPbx.Domain.Ports;

namespace SmartPbx.Functions.Hosting;

/// <summary>Document versions as HTTP entity tags (RFC 9110 §8.8.3, §13.1.1).</summary>
internal static class EntityTag
{
    public static void Set(HttpContext context, ETag etag) => context.Response.Headers.ETag = Quote(etag);

    /// <summary>Whether the request may change this version: it names it, or does not care.</summary>
    public static bool Allows(HttpContext context, ETag current)
    {
        var wanted = context.Request.Headers.IfMatch;
        return wanted.Count == 0 || wanted.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries)).Any(tag => tag == "*" || tag == Quote(current));
    }

    public static Problem Mismatch() =>
        Problem.Of(StatusCodes.Status412PreconditionFailed, ProblemCode.ETagMismatch, "it was changed meanwhile; read it again");

    private static string Quote(ETag etag) => $"\"{etag.Value.Trim('"')}\"";
}
