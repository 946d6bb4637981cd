using SmartPbx.Embedded.Database;

namespace SmartPbx.Embedded.Tests.Database;

public sealed class SchemaVersionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private EmbeddedDatabase Open(params string[] migrations) => new(Path.Combine(_folder.Path, "test.db"), migrations);

    [Fact]
    public async Task Brings_an_older_file_up_to_date_and_keeps_its_rows()
    {
        using (var old = Open("CREATE TABLE t (a TEXT) STRICT"))
            await old.WriteAsync(s => s.Execute("INSERT INTO t VALUES ('kept')"), CancellationToken.None);

        using var database = Open("CREATE TABLE t (a TEXT) STRICT", "ALTER TABLE t ADD COLUMN b TEXT; CREATE INDEX t_b ON t (b)");
        Assert.Equal("kept", Assert.Single(database.Read(s => s.Query("SELECT a, b FROM t", r => r.GetString(0)))));
    }

    [Fact]
    public void Refuses_a_file_that_is_newer_than_the_program()
    {
        Open("CREATE TABLE t (a TEXT) STRICT", "CREATE TABLE u (a TEXT) STRICT").Dispose();

        var refusal = Assert.Throws<DataFolderException>(() => Open("CREATE TABLE t (a TEXT) STRICT"));
        Assert.Contains("test.db", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("newer program", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_migration_that_fails_leaves_the_file_as_it_was()
    {
        Open("CREATE TABLE t (a TEXT) STRICT").Dispose();
        Assert.ThrowsAny<Exception>(() => Open("CREATE TABLE t (a TEXT) STRICT", "CREATE TABLE u (a TEXT) STRICT; CREATE TABLE nonsense"));

        using var database = Open("CREATE TABLE t (a TEXT) STRICT");
        Assert.Equal(1, database.Read(s => s.QueryInteger("SELECT count(*) FROM sqlite_schema WHERE type='table'")));
    }

    [Fact]
    public void Uses_the_systems_library_with_strict_tables_and_full_text_search()
    {
        using var database = Open("CREATE VIRTUAL TABLE t USING fts5(a, tokenize='trigram')");
        var version = database.Read(s => s.Query("SELECT sqlite_version()", r => r.GetString(0)))[0];

        Assert.True(Version.Parse(version) >= new Version(3, 40), $"SQLite {version}");
    }
}
