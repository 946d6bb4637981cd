using System.Globalization;

namespace SmartPbx.Embedded.Database;

/// <summary>Brings a database file from the version it has (<c>user_version</c>) to the newest, one script after the other, each in a transaction.</summary>
internal static class SchemaVersion
{
    public static void Upgrade(SqliteSession session, string path, IReadOnlyList<string> migrations)
    {
        var version = (int)(session.QueryInteger("PRAGMA user_version") ?? 0);
        if (version > migrations.Count)
            throw new DataFolderException(
                $"'{path}' has schema version {version}, this program knows {migrations.Count}: start the newer program, or name another data folder");

        for (; version < migrations.Count; version++)
        {
            session.Execute("BEGIN IMMEDIATE");
            session.Execute(migrations[version]);
            session.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version={version + 1}"));
            session.Execute("COMMIT");
        }
    }
}
