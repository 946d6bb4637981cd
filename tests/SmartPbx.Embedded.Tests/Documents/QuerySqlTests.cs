using SmartPbx.Contracts;
using SmartPbx.Domain.Ports;
using SmartPbx.Embedded.Documents;
using static SmartPbx.Contracts.Samples;

namespace SmartPbx.Embedded.Tests.Documents;

/// <summary>Queries go along an index from the first statement on: none reads a whole table, none sorts more than it gives.</summary>
public sealed class QuerySqlTests : IDisposable
{
    private readonly EmbeddedStores _stores = new();

    public void Dispose() => _stores.Dispose();

    private string Plan(DocumentQuery<Note> query)
    {
        var sql = QuerySql.Of(Alpha, query, _stores.Clock.GetUtcNow());
        return string.Join('\n', _stores.Database.Read(s => s.Query("EXPLAIN QUERY PLAN " + sql.Text, r => r.GetString(3), sql.Values)));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("rank", false)]
    [InlineData("rank", true)]
    public void Reads_in_the_order_of_the_index_without_sorting(string? orderBy, bool descending)
    {
        var plan = Plan(new DocumentQuery<Note>(Note.Kind) { OrderBy = orderBy, Descending = descending });

        Assert.DoesNotContain("SCAN", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE FOR ORDER BY", plan, StringComparison.Ordinal);
    }

    [Fact]
    public void Filters_by_an_index_that_begins_with_the_tenant()
    {
        var plan = Plan(new DocumentQuery<Note>(Note.Kind) { OrderBy = "rank", Where = new Dictionary<string, string> { ["colour"] = "red" } });

        Assert.DoesNotContain("SCAN", plan, StringComparison.Ordinal);
        Assert.All(plan.Split('\n').Where(l => l.Contains("SEARCH", StringComparison.Ordinal)), l => Assert.Contains("tenant=?", l, StringComparison.Ordinal));
    }
}
