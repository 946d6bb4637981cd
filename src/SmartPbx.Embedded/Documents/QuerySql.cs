using System.Globalization;
using System.Text;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Embedded.Documents;

/// <summary>
/// A query in SQL: the documents joined with one index row per condition and one for the order. Ties of the order are told apart by partition and id, so that
/// pages neither repeat nor skip. Columns: partition, id, version, body, order value.
/// </summary>
internal sealed class QuerySql
{
    private readonly StringBuilder _joins = new();
    private readonly StringBuilder _conditions = new();
    private readonly List<object?> _values = [];
    private readonly string _order;
    private readonly bool _descending;

    private QuerySql(TenantId tenant, string kind, DateTimeOffset now, string? orderBy, bool descending)
    {
        _order = orderBy is null ? "d.id" : "o.value";
        _descending = descending;
        _values.AddRange([tenant.Value, kind, now.ToUnixTimeMilliseconds()]);
        if (orderBy is not null) JoinIndex("o", orderBy);
    }

    public string Text { get; private set; } = "";
    public object?[] Values => [.. _values];

    /// <summary>Throws <see cref="ArgumentException"/> on an undeclared index, a limit out of range or a foreign page token.</summary>
    public static QuerySql Of<T>(TenantId tenant, DocumentQuery<T> query, DateTimeOffset now)
    {
        Check(query);
        var sql = new QuerySql(tenant, query.Kind.Name, now, query.OrderBy, query.Descending);
        foreach (var (name, value) in query.Where) sql.Where(name, value);
        if (query.PartitionKey is not null) sql.And($"d.partition={sql.Bind(query.PartitionKey)}");
        if (query.From is not null) sql.And($"{sql._order}>={sql.Bind(query.From)}");
        if (query.To is not null) sql.And($"{sql._order}<{sql.Bind(query.To)}");
        if (query.PageToken is not null) sql.After(PageToken.Read(Identity(tenant, query), query.PageToken, 3));
        sql.Finish(query.Limit);
        return sql;
    }

    /// <summary>All that decides which documents come in which order; page tokens are bound to it.</summary>
    public static string Identity<T>(TenantId tenant, DocumentQuery<T> query) => string.Join('\n',
        [tenant.Value, query.Kind.Name, query.PartitionKey, query.OrderBy, query.Descending ? "down" : "up", query.From, query.To,
            .. query.Where.OrderBy(w => w.Key, StringComparer.Ordinal).Select(w => $"{w.Key}={w.Value}")]);

    private static void Check<T>(DocumentQuery<T> query)
    {
        if (query.Limit is < 1 or > DocumentQuery<T>.MaxLimit)
            throw new ArgumentException($"a page has 1 to {DocumentQuery<T>.MaxLimit} documents, not {query.Limit}");
        if (query.PartitionKey is not null) CommitLimits.CheckId(query.PartitionKey, "partition key");
        foreach (var name in query.Where.Keys.Append(query.OrderBy))
            if (name is not null && query.Kind.Indexes.All(index => index.Name != name))
                throw new ArgumentException($"documents of kind {query.Kind.Name} have no index '{name}'");
    }

    private void Where(string name, string value)
    {
        var alias = string.Create(CultureInfo.InvariantCulture, $"w{_values.Count}");
        JoinIndex(alias, name);
        And($"{alias}.value={Bind(value)}");
    }

    private void JoinIndex(string alias, string name) => _joins.Append(CultureInfo.InvariantCulture,
        $" JOIN document_indexes {alias} ON {alias}.tenant=?1 AND {alias}.kind=?2 AND {alias}.name={Bind(name)} AND {alias}.partition=d.partition AND {alias}.id=d.id");

    private void After(string[] position) =>
        And($"({_order}, d.partition, d.id) {(_descending ? '<' : '>')} ({Bind(position[0])}, {Bind(position[1])}, {Bind(position[2])})");

    private void Finish(int limit)
    {
        var direction = _descending ? " DESC" : "";
        var oneMore = Bind(limit + 1);
        Text = $"""
            SELECT d.partition, d.id, d.version, d.body, {_order} FROM documents d{_joins}
            WHERE d.tenant=?1 AND d.kind=?2 AND d.deleted=0 AND (d.expires_at IS NULL OR d.expires_at>?3){_conditions}
            ORDER BY {_order}{direction}, d.partition{direction}, d.id{direction} LIMIT {oneMore}
            """;
    }

    private void And(string condition) => _conditions.Append(" AND ").Append(condition);

    private string Bind(object value)
    {
        _values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"?{_values.Count}");
    }
}
