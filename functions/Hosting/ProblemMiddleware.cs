namespace SmartPbx.Functions.Hosting;

/// <summary>The API's boundary for exceptions, and a body for errors that the framework answers without one. Leaves other paths of the host alone.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!ApiPaths.IsApi(context) && !ApiPaths.IsTrigger(context))
        {
            await next(context);
            return;
        }
        try
        {
            await next(context);
            var response = context.Response;
            if (response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
                await Problem.Of(response.StatusCode, ProblemCode.Of(response.StatusCode)).ExecuteAsync(context);
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            var code = e.StatusCode == StatusCodes.Status400BadRequest ? ProblemCode.MalformedRequest : ProblemCode.Of(e.StatusCode);
            await Problem.Of(e.StatusCode, code, Explain(e)).ExecuteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            LogGone(context.Request.Path);
        }
        catch (Exception e) when (!context.Response.HasStarted) // boundary: whatever a route throws is a 500 with a code, and a line in the log
        {
            LogUnhandled(e, context.Request.Method, context.Request.Path);
            await Problem.Of(StatusCodes.Status500InternalServerError, ProblemCode.InternalError).ExecuteAsync(context);
        }
    }

    /// <summary>The JSON path of what could not be read is the client's own; more of the exception is not told.</summary>
    private static string Explain(BadHttpRequestException e) =>
        e.InnerException is System.Text.Json.JsonException { Path: { } path } ? $"cannot read {path}" : e.Message;

    [LoggerMessage(Level = LogLevel.Debug, Message = "the client of {Path} went away")]
    private partial void LogGone(string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private partial void LogUnhandled(Exception exception, string method, string path);
}
