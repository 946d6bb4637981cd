using SmartPbx.Domain;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Functions.Hosting;

/// <summary>
/// <c>POST /{FunctionName}</c> for every handler. A trigger acts for any tenant, so it is taken only from the Functions host itself (its own loopback port)
/// or with the trigger key; for everyone else the route does not exist.
/// </summary>
internal static class TriggerRoutes
{
    public const string PortVariable = "FUNCTIONS_CUSTOMHANDLER_PORT";

    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var declaration in HandlerCatalogue.All)
            app.MapPost($"/{declaration.FunctionName}", context => InvokeAsync(context, declaration))
                .ExcludeFromDescription().AllowAnonymous().WithMetadata(declaration);
    }

    private static async Task InvokeAsync(HttpContext context, HandlerDeclaration declaration)
    {
        var cancellationToken = context.RequestAborted;
        if (!await IsFromHostAsync(context, cancellationToken))
        {
            await Problem.Of(StatusCodes.Status404NotFound, ProblemCode.NotFound).ExecuteAsync(context);
            return;
        }
        var body = await ReadAsync(context.Request.Body, cancellationToken);
        if (body is null || !TriggerEnvelope.TryParse(body.Value, out var message, out var error))
        {
            await Problem.Of(StatusCodes.Status400BadRequest, ProblemCode.MalformedTrigger, body is null ? "trigger too large" : "not a trigger envelope")
                .ExecuteAsync(context);
            return;
        }
        var handler = context.RequestServices.GetServices<IEventHandler>().Single(h => h.Declaration == declaration);
        var log = await context.RequestServices.GetRequiredService<HandlerEntry>().InvokeAsync(handler, message, cancellationToken);
        await Results.Json(TriggerAnswer.With(log), SmartPbxJson.Options).ExecuteAsync(context);
    }

    private static async ValueTask<bool> IsFromHostAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var services = context.RequestServices;
        var connection = context.Connection;
        var hostPort = services.GetRequiredService<IConfiguration>().GetValue<int?>(PortVariable);
        if (hostPort == connection.LocalPort && connection.RemoteIpAddress is { } remote && System.Net.IPAddress.IsLoopback(remote)) return true;
        return await TriggerKey.MatchesAsync(services.GetRequiredService<ISecrets>(), context.Request.Headers[TriggerKey.HeaderName], cancellationToken);
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        for (int read; (read = await body.ReadAsync(chunk, cancellationToken)) > 0;)
        {
            if (buffer.Length + read > TriggerEnvelope.MaxBytes) return null;
            buffer.Write(chunk, 0, read);
        }
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }
}
