using SmartPbx.Embedded.Database;

namespace SmartPbx.Embedded.Bus;

/// <summary>Events that were committed and are not in the queue yet.</summary>
internal static class OutboxRows
{
    /// <summary>Adds one; part of the session's transaction.</summary>
    /// <param name="cloudEvent">JSON in UTF-8: as it is stored, so that nothing is converted on the way.</param>
    public static void Add(SqliteSession session, string tenant, string type, byte[] cloudEvent, DateTimeOffset now) =>
        session.Execute("INSERT INTO outbox (tenant, type, event, recorded_at) VALUES (?1, ?2, CAST(?3 AS TEXT), ?4)", tenant, type, cloudEvent, now.ToUnixTimeMilliseconds());
}
