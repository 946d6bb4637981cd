using System.Diagnostics;
using Microsoft.AspNetCore.WebUtilities;
using SmartPbx.Domain;

namespace SmartPbx.Functions.Hosting;

/// <summary>An API error as problem+json (RFC 9457) with the stable <c>code</c> and the <c>trace_id</c> that the logs carry.</summary>
public sealed record Problem(string Type, string Title, int Status, string Code, string? Detail, string? TraceId) : IResult
{
    public static Problem Of(int status, string code, string? detail = null) =>
        new($"urn:smartpbx:problem:{code}", ReasonPhrases.GetReasonPhrase(status), status, code, detail, null);

    public static Problem NotFound(string what) => Of(StatusCodes.Status404NotFound, ProblemCode.NotFound, $"no such {what}");

    public static Problem Invalid(string field, string expected) =>
        Of(StatusCodes.Status400BadRequest, ProblemCode.InvalidField, $"{field}: {expected}");

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        var traced = this with { TraceId = Activity.Current?.TraceId.ToHexString() ?? httpContext.TraceIdentifier };
        return httpContext.Response.WriteAsJsonAsync(traced, SmartPbxJson.Options, "application/problem+json", httpContext.RequestAborted);
    }
}
