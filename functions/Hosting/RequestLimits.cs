using System.Globalization;
using System.Threading.RateLimiting;
using SmartPbx.Functions.Auth;

namespace SmartPbx.Functions.Hosting;

/// <summary>Requests a minute: per signed-in user, otherwise per address. Only the API is limited; triggers come from the host.</summary>
internal static class RequestLimits
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public static PartitionedRateLimiter<HttpContext> Create(FunctionsOptions options) => PartitionedRateLimiter.Create<HttpContext, string>(context =>
    {
        if (!ApiPaths.IsApi(context)) return RateLimitPartition.GetNoLimiter("");
        return SignedIn.TryFrom(context.User, out var user)
            ? Bucket($"user {user.Tenant} {user.User}", options.UserRequestsPerMinute)
            : Bucket($"address {ClientAddress.Of(context)}", options.AddressRequestsPerMinute);
    });

    public static ValueTask RejectAsync(HttpContext context, RateLimitLease lease)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter) ? retryAfter : Window;
        context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return new ValueTask(Problem.Of(StatusCodes.Status429TooManyRequests, ProblemCode.TooManyRequests).ExecuteAsync(context));
    }

    private static RateLimitPartition<string> Bucket(string key, int perMinute) => RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
    {
        TokenLimit = perMinute, TokensPerPeriod = Math.Max(1, perMinute / 6), ReplenishmentPeriod = Window / 6, QueueLimit = 0, AutoReplenishment = true,
    });
}
