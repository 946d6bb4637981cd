using SmartPbx.Domain.Ports;

namespace SmartPbx.Functions.Hosting;

/// <summary>What a handler made of an event.</summary>
public abstract record HandlerResult
{
    private HandlerResult() { }

    /// <summary>Effects to be committed in one partition, with the inbox row.</summary>
    public sealed record Effects(Partition Partition, IReadOnlyList<DocumentOperation> Operations) : HandlerResult;

    /// <summary>Nothing is to be stored: not concerned, or done before.</summary>
    public sealed record Nothing(string Reason) : HandlerResult;

    /// <summary>Not now: counts as an attempt and is tried again after the back-off.</summary>
    public sealed record Failed(string Reason) : HandlerResult;
}
