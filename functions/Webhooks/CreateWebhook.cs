using SmartPbx.Domain.Events;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Webhooks;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Webhooks;

/// <summary><c>POST webhooks</c>: a new endpoint; the answer is the only place that ever tells its secret.</summary>
internal static class CreateWebhook
{
    public const int MaxEndpoints = 20;
    private const int MaxUrlCharacters = 2000;
    private const int MinSecretCharacters = 16;
    private const int MaxSecretCharacters = 200;

    public sealed record Request(string? Url, IReadOnlyList<string>? Events, string? Secret);

    public static async Task<IResult> HandleAsync(Request request, SignedIn user, HttpContext context, IDocumentStore store, ISecrets secrets, IIdSource ids,
        FunctionsOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (Check(request, options.Webhooks) is { } problem) return problem;
        var partition = new Partition(user.Tenant, WebhookEndpoint.Partition);
        var known = await store.QueryAsync(user.Tenant,
            new DocumentQuery<WebhookEndpoint>(WebhookEndpoint.Kind) { PartitionKey = WebhookEndpoint.Partition, Limit = MaxEndpoints }, cancellationToken);
        if (known.Items.Count >= MaxEndpoints) return Problem.Of(StatusCodes.Status409Conflict, ProblemCode.Conflict, $"a tenant has at most {MaxEndpoints} endpoints");
        var secret = request.Secret ?? WebhookSecret.New(ids);
        var endpoint = new WebhookEndpoint
        {
            EndpointId = IdempotencyKey.IdFor(context, user, ids), TenantId = user.Tenant, Url = new Uri(request.Url!), Events = request.Events ?? [],
            ProtectedSecret = WebhookSecret.Protect(secrets, secret),
        };
        var changed = CloudEvent.Create(EventCatalogue.ConfigChanged, ids.NewId(), EventSource.Functions, user.Tenant, endpoint.EndpointId, clock.GetUtcNow(),
            new ConfigChanged(WebhookEndpoint.Kind.Name, endpoint.EndpointId, user.User.Value));
        var outcome = await store.CommitAsync(partition,
            [DocumentOperation.Create(WebhookEndpoint.Kind, endpoint.EndpointId, endpoint), DocumentOperation.Publish(changed)], cancellationToken);
        if (outcome == CommitOutcome.Committed) return JsonAnswer.Of(WebhookView.Of(endpoint) with { Secret = secret }, StatusCodes.Status201Created);
        var first = await store.GetAsync(partition, WebhookEndpoint.Kind, endpoint.EndpointId, cancellationToken);
        return first is null ? Problem.Of(StatusCodes.Status409Conflict, ProblemCode.Conflict)
            : JsonAnswer.Of(WebhookView.Of(first.Value), StatusCodes.Status201Created);
    }

    private static Problem? Check(Request request, WebhookOptions options)
    {
        if (request.Url is not { Length: <= MaxUrlCharacters } text || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.UserInfo.Length > 0 ||
            !(url.Scheme == Uri.UriSchemeHttps || (options.AllowPrivateAddresses && url.Scheme == Uri.UriSchemeHttp)))
            return Problem.Invalid("url", $"an https address of at most {MaxUrlCharacters} characters without user name");
        if (!options.AllowPrivateAddresses && AddressPolicy.IsKnownPrivate(url))
            return Problem.Of(StatusCodes.Status400BadRequest, ProblemCode.AddressNotAllowed, "url: private addresses are not delivered to");
        if (request.Events?.FirstOrDefault(e => !EventCatalogue.All.TryGetValue(e, out var type) || !type.Durable) is { } unknown)
            return Problem.Invalid("events", $"'{(unknown.Length > 50 ? unknown[..50] : unknown)}' is no durable event");
        return request.Secret is null or { Length: >= MinSecretCharacters and <= MaxSecretCharacters } ? null
            : Problem.Invalid("secret", $"{MinSecretCharacters} to {MaxSecretCharacters} characters");
    }
}
