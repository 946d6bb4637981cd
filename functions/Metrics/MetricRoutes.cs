using SmartPbx.Domain.Directory;
using SmartPbx.Functions.Auth;

namespace SmartPbx.Functions.Metrics;

/// <summary>Figures for the dashboard.</summary>
internal static class MetricRoutes
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("metrics/performance", GetPerformance.HandleAsync).Needs(Permission.SystemMetrics);
}
