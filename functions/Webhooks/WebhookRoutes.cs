using SmartPbx.Domain.Directory;
using SmartPbx.Functions.Auth;

namespace SmartPbx.Functions.Webhooks;

/// <summary>Where a tenant wants its events, and how delivering them went (DATA-6).</summary>
internal static class WebhookRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("webhooks", ListWebhooks.HandleAsync).Needs(Permission.SystemConfig);
        api.MapPost("webhooks", CreateWebhook.HandleAsync).Needs(Permission.SystemConfig);
        api.MapDelete("webhooks/{id}", DeleteWebhook.HandleAsync).Needs(Permission.SystemConfig);
        api.MapGet("webhooks/deliveries", ListDeliveries.HandleAsync).Needs(Permission.SystemConfig);
    }
}
