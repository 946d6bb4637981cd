using Microsoft.Data.Sqlite;

namespace SmartPbx.Embedded.Database;

/// <summary>
/// One connection with its prepared statements. Parameters are positional: <c>?1</c>, <c>?2</c>… in the order of the values. Used by one thread at a time.
/// </summary>
public sealed class SqliteSession : IDisposable
{
    private const int MaxPreparedStatements = 200;

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

    internal SqliteSession(string path, bool readOnly)
    {
        SqliteLibrary.EnsureLoaded();
        var target = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false };
        _connection = new SqliteConnection(target.ToString());
        _connection.Open();
        // A commit that was acknowledged survives a power cut: WAL with FULL syncs the log at every commit.
        foreach (var pragma in new[] { "journal_mode=WAL", "synchronous=FULL", "temp_store=MEMORY", "journal_size_limit=67108864" })
            Execute($"PRAGMA {pragma}");
        if (readOnly) Execute("PRAGMA query_only=ON");
    }

    /// <summary>Runs a statement and returns the number of rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteNonQuery();

    /// <summary>All rows of a query.</summary>
    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> row, params ReadOnlySpan<object?> values)
    {
        using var reader = Bind(sql, values).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(row(reader));
        return rows;
    }

    /// <summary>First column of the first row as an integer; null when there is no row or it is NULL.</summary>
    public long? QueryInteger(string sql, params ReadOnlySpan<object?> values)
    {
        using var reader = Bind(sql, values).ExecuteReader();
        return reader.Read() && !reader.IsDBNull(0) ? reader.GetInt64(0) : null;
    }

    /// <summary>Within a write: takes back all that this piece of work has written so far. Others in the same commit keep theirs.</summary>
    public void TakeBack() => Execute("ROLLBACK TO work");

    public void Dispose()
    {
        foreach (var command in _prepared.Values) command.Dispose();
        _connection.Dispose();
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> values)
    {
        var command = Prepared(sql);
        while (command.Parameters.Count < values.Length) command.Parameters.Add(new SqliteParameter { ParameterName = $"?{command.Parameters.Count + 1}" });
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }

    private SqliteCommand Prepared(string sql)
    {
        if (_prepared.TryGetValue(sql, out var command)) return command;
        if (_prepared.Count == MaxPreparedStatements)
        {
            foreach (var old in _prepared.Values) old.Dispose();
            _prepared.Clear();
        }

        command = _connection.CreateCommand();
        command.CommandText = sql;
        return _prepared[sql] = command;
    }
}
