using SmartPbx.Domain;
using SmartPbx.MediaEdge.Configuration;
using SmartPbx.MediaEdge.Health;
using SmartPbx.MediaEdge.Hosting;

namespace SmartPbx.MediaEdge;

/// <summary>What operations see: alive, ready, metrics, status. Nothing here names a person or a number.</summary>
public static class EdgeEndpoints
{
    /// <summary>Maps <c>/health</c>, <c>/ready</c>, <c>/metrics</c> and <c>/edge/status</c>.</summary>
    public static IEndpointRouteBuilder MapMediaEdge(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health", () => Json(new { status = "ok" }, StatusCodes.Status200OK));
        app.MapGet("/ready", (ReadinessChecks checks) =>
        {
            var report = checks.Look();
            return Json(report, report.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        });
        app.MapGet("/metrics", (PrometheusWriter metrics) => Results.Text(metrics.Write(), "text/plain; version=0.0.4", System.Text.Encoding.UTF8));
        app.MapGet("/edge/status", (EdgeRuntime runtime, EdgeOptions options) => Json(new
        {
            EdgeId = options.EdgeId, runtime.IsDraining, runtime.LiveCalls, runtime.Dialogs, runtime.Tasks, runtime.PortsInUse, runtime.Transactions, runtime.Quality, runtime.Trunks,
        }, StatusCodes.Status200OK));
        return app;
    }

    private static IResult Json<T>(T body, int status) => Results.Json(body, SmartPbxJson.Options, statusCode: status);
}
