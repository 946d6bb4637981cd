using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Metrics;

/// <summary><c>GET metrics/performance</c>: the tenant's last 24 hours, over its newest calls up to a limit.</summary>
internal static class GetPerformance
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(24);
    private const int MaxPages = 10;

    /// <param name="Complete">False when there were more calls than were counted.</param>
    public sealed record Answer(DateTimeOffset Since, int Calls, int ActiveCalls, int Answered, int AiHandled, double AverageDurationMs, double AnswerRate,
        double AiRate, long CostMicros, string? Currency, int OpenAlerts, int HitlAlerts, bool Complete);

    public static async Task<IResult> HandleAsync(SignedIn user, IDocumentStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        var since = clock.GetUtcNow() - Window;
        var (calls, complete) = await ReadAsync(store, user, CallDocuments.Calls, "started_at", since, cancellationToken);
        var (alerts, allAlerts) = await ReadAsync(store, user, HitlDocuments.Alerts, "created_at", since, cancellationToken);
        var ended = calls.Where(call => call.EndedAt is not null).ToList();
        var answered = calls.Where(call => call.AnsweredAt is not null).ToList();
        var finished = ended.Where(call => call.AnsweredAt is not null).ToList();
        return JsonAnswer.Of(new Answer(since, calls.Count, calls.Count - ended.Count, answered.Count, calls.Count(call => call.AiHandled),
            finished.Count == 0 ? 0 : finished.Average(call => call.DurationMs), Rate(answered.Count, calls.Count), Rate(calls.Count(c => c.AiHandled), answered.Count),
            calls.Sum(call => call.CostMicros ?? 0), calls.FirstOrDefault(call => call.Currency is not null)?.Currency,
            alerts.Count(alert => alert.Status == AlertStatus.Open), alerts.Count, complete && allAlerts));
    }

    private static double Rate(int part, int whole) => whole == 0 ? 0 : Math.Round((double)part / whole, 4);

    private static async Task<(List<T> Items, bool Complete)> ReadAsync<T>(IDocumentStore store, SignedIn user, DocumentKind<T> kind, string index, DateTimeOffset since,
        CancellationToken cancellationToken)
    {
        var items = new List<T>();
        string? next = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var read = await store.QueryAsync(user.Tenant, new DocumentQuery<T>(kind)
            {
                OrderBy = index, Descending = true, From = DocumentIndex.Time(since), Limit = DocumentQuery<T>.MaxLimit, PageToken = next,
            }, cancellationToken);
            items.AddRange(read.Items.Select(item => item.Value));
            if ((next = read.NextPageToken) is null) return (items, true);
        }
        return (items, false);
    }
}
