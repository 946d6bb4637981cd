namespace SmartPbx.Functions.Tests.Support;

/// <summary>How a route is proven to keep tenants apart: a request for tenant A's things, and what tenant B gets for it.</summary>
/// <param name="Path">Below /api/v1, naming entities of tenant A.</param>
/// <param name="ForOthers">What must hold of the answer to tenant B.</param>
internal sealed record RouteCase(string Path, object? Body, Func<ApiAnswer, bool> ForOthers)
{
    public static readonly Func<ApiAnswer, bool> NotFound = answer => answer.Status == 404 && answer.Code == "not_found";

    public static readonly Func<ApiAnswer, bool> Empty = answer => answer.Status == 200 && answer.Items.Count == 0;

    /// <summary>The route has no entity of another; its answer says nothing of tenant A.</summary>
    public static readonly Func<ApiAnswer, bool> Own = answer => answer.Status < 300 && !answer.Text.Contains("acme", StringComparison.Ordinal);
}
