using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Identity;
using SmartPbx.Domain;
using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Usage;
using SmartPbx.Functions.Agent;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Calls;
using SmartPbx.Functions.Calls.Transcription;
using SmartPbx.Functions.DeadLetters;
using SmartPbx.Functions.Hitl;
using SmartPbx.Functions.Hosting;
using SmartPbx.Functions.Knowledge;
using SmartPbx.Functions.Metrics;
using SmartPbx.Functions.Numbers;
using SmartPbx.Functions.Operators;
using SmartPbx.Functions.RealTime;
using SmartPbx.Functions.RingGroups;
using SmartPbx.Functions.Supervision;
using SmartPbx.Functions.Trunks;
using SmartPbx.Functions.Usage;
using SmartPbx.Functions.Webhooks;

namespace SmartPbx.Functions;

/// <summary>
/// The function app as a part of a host: REST routes under <c>/api/v1</c> and one route <c>POST /{FunctionName}</c> per event handler. The host adds the
/// adapters of the Domain ports, the clock and the id source.
/// </summary>
public static class FunctionsRegistration
{
    /// <summary>Largest body of an API request.</summary>
    public const int MaxApiBodyBytes = 1024 * 1024;

    private const string CorsPolicy = "api";
    private const string OpenApiDocument = "v1";

    /// <summary>Adds what the routes and handlers need; settings are below the section <c>Functions</c>.</summary>
    /// <exception cref="FunctionsConfigurationException">A setting is out of range; the message names its key.</exception>
    public static IServiceCollection AddFunctions(this IServiceCollection services, IConfiguration configuration)
    {
        var options = FunctionsOptions.From(configuration);
        services.AddSingleton(options);
        services.AddSingleton<RetrySchedule>();
        services.AddSingleton<HandlerEntry>();
        services.AddSingleton(PriceBook.Default);
        services.AddSingleton<EdgeOrders>();
        AddSignIn(services);
        AddHandlers(services);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = SmartPbxJson.Options.PropertyNamingPolicy;
            json.SerializerOptions.DefaultIgnoreCondition = SmartPbxJson.Options.DefaultIgnoreCondition;
            json.SerializerOptions.Encoder = SmartPbxJson.Options.Encoder;
            foreach (var converter in SmartPbxJson.Options.Converters) json.SerializerOptions.Converters.Add(converter);
        });
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddRateLimiter(limits =>
        {
            limits.GlobalLimiter = RequestLimits.Create(options);
            limits.OnRejected = (rejected, _) => RequestLimits.RejectAsync(rejected.HttpContext, rejected.Lease);
        });
        services.AddOpenApi(OpenApiDocument);
        services.AddCors(cors => cors.AddPolicy(CorsPolicy, policy => AllowOrigins(policy, options.CorsOrigins)));
        return services;
    }

    /// <summary>Adds the middleware (errors, headers, sign-in, limits) and the routes. Other paths of the host pass through untouched, but are signed in.</summary>
    public static WebApplication MapFunctions(this WebApplication app)
    {
        app.Use(SecurityHeaders.AddAsync);
        app.UseMiddleware<ProblemMiddleware>();
        app.UseCors();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        var api = app.MapGroup(ApiPaths.Prefix).RequireAuthorization().RequireCors(CorsPolicy).WithMetadata(new BodyLimit(MaxApiBodyBytes));
        AuthRoutes.Map(api);
        CallRoutes.Map(api);
        UsageRoutes.Map(api);
        KnowledgeRoutes.Map(api);
        SupervisionRoutes.Map(api);
        HitlRoutes.Map(api);
        OperatorRoutes.Map(api);
        WebhookRoutes.Map(api);
        DeadLetterRoutes.Map(api);
        NumberRoutes.Map(api);
        RingGroupRoutes.Map(api);
        TrunkRoutes.Map(api);
        MetricRoutes.Map(api);
        AgentRoutes.Map(api);
        RealTimeRoutes.Map(api);
        api.MapOpenApi("openapi.json").AllowAnonymous();
        app.MapFallback("/api/{**path}", context => Problem.NotFound("route").ExecuteAsync(context)).AllowAnonymous();
        TriggerRoutes.Map(app);
        return app;
    }

    private static void AddSignIn(IServiceCollection services)
    {
        services.AddAuthentication(BearerHandler.SchemeName).AddScheme<AuthenticationSchemeOptions, BearerHandler>(BearerHandler.SchemeName, null);
        services.AddAuthorization();
        services.AddSingleton<IAuthorizationHandler, PermissionGate>();
        services.AddSingleton<IPasswordHasher<User>, PasswordHasher<User>>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<LockOut>();
        services.AddSingleton<PasswordCheck>();
        services.AddSingleton<PresenceDesk>();
    }

    private static void AddHandlers(IServiceCollection services)
    {
        services.AddSingleton<RecordingMetadata>();
        services.AddSingleton<CallListener>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<IEventHandler, RecordCall>();
        services.AddSingleton<IEventHandler, MeterUsage>();
        services.AddSingleton<IEventHandler, StoreRecording>();
        services.AddSingleton<IEventHandler, TranscribeCall>();
        services.AddSingleton<IEventHandler, DescribeRecording>();
        services.AddSingleton<IEventHandler, ExtractKnowledge>();
        services.AddSingleton<IEventHandler, IndexKnowledge>();
        services.AddSingleton<IEventHandler, FollowUpHitl>();
        services.AddSingleton<IEventHandler, DeliverWebhook>();
        services.AddSingleton<IEventHandler, RelayToConsole>();
    }

    private static void AllowOrigins(CorsPolicyBuilder policy, string[] origins) =>
        policy.WithOrigins(origins).AllowAnyHeader().AllowAnyMethod().WithExposedHeaders("ETag", "Location", "Retry-After");

    private sealed class BodyLimit(long bytes) : Microsoft.AspNetCore.Http.Metadata.IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize { get; } = bytes;
    }
}
