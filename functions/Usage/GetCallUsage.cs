using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Usage;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Calls;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Usage;

/// <summary><c>GET calls/{id}/usage</c>: the call's rows, the time from answer to BYE that they add up to, and the cost.</summary>
internal static class GetCallUsage
{
    public sealed record Answer(IReadOnlyList<UsageRow> Items, long TotalMs, long CostMicros, string? Currency);

    public static async Task<IResult> HandleAsync(string id, SignedIn user, IDocumentStore store, CancellationToken cancellationToken)
    {
        if (await store.FindCallAsync(user.Tenant, id, cancellationToken) is null) return Problem.NotFound("call");
        var page = await store.QueryAsync(user.Tenant, new DocumentQuery<UsageRow>(CallDocuments.Usage) { PartitionKey = id }, cancellationToken);
        var rows = page.Items.Select(item => item.Value).ToList();
        var totalMs = rows.Where(row => row.Meter is Meter.BridgedMs or Meter.AgentMs).Sum(row => row.Quantity);
        return JsonAnswer.Of(new Answer(rows, totalMs, rows.Sum(row => row.CostMicros), rows.FirstOrDefault()?.Currency));
    }
}
