using System.Globalization;
using SmartPbx.Domain;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Functions.Hosting;

/// <summary>A page of a list as clients see it: <c>{items, next_cursor}</c>.</summary>
public sealed record PageAnswer<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>Answers a list from a query.</summary>
internal static class PageAnswer
{
    public const int DefaultLimit = 100;

    /// <summary>
    /// Runs the query with the client's limit and cursor; a cursor that is none of ours is a 400. With <paramref name="only"/>, pages may be short, but none but the
    /// last is empty.
    /// </summary>
    public static async Task<IResult> QueryAsync<T, TView>(IDocumentStore store, TenantId tenant, DocumentQuery<T> query, int? limit, string? cursor,
        Func<T, TView> view, CancellationToken cancellationToken, Func<T, bool>? only = null)
    {
        if (limit is < 1 or > DocumentQuery<T>.MaxLimit)
            return Problem.Invalid("limit", string.Create(CultureInfo.InvariantCulture, $"1 to {DocumentQuery<T>.MaxLimit}"));
        try
        {
            for (var from = cursor; ;)
            {
                var page = await store.QueryAsync(tenant, query with { Limit = limit ?? DefaultLimit, PageToken = from }, cancellationToken);
                IReadOnlyList<TView> items = [.. page.Items.Select(item => item.Value).Where(item => only is null || only(item)).Select(view)];
                from = page.NextPageToken;
                if (items.Count > 0 || from is null) return Results.Json(new PageAnswer<TView>(items, from), SmartPbxJson.Options);
            }
        }
        catch (Exception e) when (cursor is not null && e is ArgumentException or FormatException)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, ProblemCode.InvalidCursor, "cursor: one that a page of this list gave");
        }
    }

    public static Task<IResult> QueryAsync<T>(IDocumentStore store, TenantId tenant, DocumentQuery<T> query, int? limit, string? cursor,
        CancellationToken cancellationToken) => QueryAsync(store, tenant, query, limit, cursor, item => item, cancellationToken);
}
