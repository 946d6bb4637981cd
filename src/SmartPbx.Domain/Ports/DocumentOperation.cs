using System.Text.Json;
using SmartPbx.Domain.Events;

namespace SmartPbx.Domain.Ports;

/// <summary>One operation of an atomic commit, made by the factory methods.</summary>
public abstract record DocumentOperation
{
    private DocumentOperation() { }

    /// <summary>Adds a document; <see cref="CommitOutcome.AlreadyExists"/> if the id is taken.</summary>
    public static DocumentOperation Create<T>(DocumentKind<T> kind, string id, T value, TimeSpan? timeToLive = null) =>
        new Write(kind.Name, id, Serialize(value), Indexed(kind, value), WriteMode.Create, null, timeToLive);

    /// <summary>Adds or replaces a document whatever is there.</summary>
    public static DocumentOperation Upsert<T>(DocumentKind<T> kind, string id, T value, TimeSpan? timeToLive = null) =>
        new Write(kind.Name, id, Serialize(value), Indexed(kind, value), WriteMode.Upsert, null, timeToLive);

    /// <summary>Replaces the version with this ETag; <see cref="CommitOutcome.PreconditionFailed"/> otherwise.</summary>
    public static DocumentOperation Replace<T>(DocumentKind<T> kind, string id, T value, ETag etag, TimeSpan? timeToLive = null) =>
        new Write(kind.Name, id, Serialize(value), Indexed(kind, value), WriteMode.Replace, etag, timeToLive);

    /// <summary>Removes a document; with an ETag only that version, without one whatever is there or nothing.</summary>
    public static DocumentOperation Delete<T>(DocumentKind<T> kind, string id, ETag? etag = null) => new Remove(kind.Name, id, etag);

    /// <summary>Outbox: the event is published after, and only if, the commit stands.</summary>
    public static DocumentOperation Publish(CloudEvent cloudEvent) => new Outbox(cloudEvent);

    /// <summary>Inbox: this handler has applied this event; <see cref="CommitOutcome.AlreadyHandled"/> if it had before.</summary>
    public static DocumentOperation Handled(string handler, string eventId) => new Inbox(handler, eventId);

    private static JsonElement Serialize<T>(T value) => JsonSerializer.SerializeToElement(value, SmartPbxJson.Options);

    private static Dictionary<string, string> Indexed<T>(DocumentKind<T> kind, T value)
    {
        var indexed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var index in kind.Indexes)
            if (index.Value(value) is { } text)
                indexed[index.Name] = text;
        return indexed;
    }

    public enum WriteMode { Create, Upsert, Replace }

    /// <summary>For adapters: a document to write.</summary>
    public sealed record Write(string Kind, string Id, JsonElement Body, IReadOnlyDictionary<string, string> Indexes, WriteMode Mode, ETag? IfMatch,
        TimeSpan? TimeToLive) : DocumentOperation;

    /// <summary>For adapters: a document to remove.</summary>
    public sealed record Remove(string Kind, string Id, ETag? IfMatch) : DocumentOperation;

    /// <summary>For adapters: an event to publish.</summary>
    public sealed record Outbox(CloudEvent Event) : DocumentOperation;

    /// <summary>For adapters: an inbox row.</summary>
    public sealed record Inbox(string Handler, string EventId) : DocumentOperation;
}
