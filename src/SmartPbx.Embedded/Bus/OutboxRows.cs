using SmartPbx.Embedded.Database;

namespace SmartPbx.Embedded.Bus;

/// <summary>Events that were committed and are not in the queue yet.</summary>
internal static class OutboxRows
{
    public static void Add(SqliteSession session, string tenant, string type, string cloudEvent, DateTimeOffset now) =>
        session.Execute("INSERT INTO outbox (tenant, type, event, recorded_at) VALUES (?1, ?2, ?3, ?4)", tenant, type, cloudEvent, now.ToUnixTimeMilliseconds());
}
