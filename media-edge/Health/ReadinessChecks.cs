using SmartPbx.MediaEdge.Directory;
using SmartPbx.MediaEdge.Hosting;
using SmartPbx.MediaEdge.Spool;

namespace SmartPbx.MediaEdge.Health;

/// <summary>Whether new calls should come here, and how each dependency is. A store or bus that is away is told, but does not turn calls away.</summary>
public sealed class ReadinessChecks(EdgeRuntime runtime, DirectoryService directory, EventPublisher publisher, RecordingSpool recordings)
{
    public ReadinessReport Look()
    {
        var checks = new Dictionary<string, string>
        {
            ["sip"] = runtime.IsRunning ? "ok" : "not listening",
            ["drain"] = runtime.IsDraining ? "draining" : "ok",
            ["directory"] = !directory.IsLoaded ? "empty" : directory.IsFresh ? "ok" : "stale",
            ["event_bus"] = publisher.BusAnswers ? "ok" : "away, events wait on disk",
            ["blob_store"] = recordings.StoreAnswers ? "ok" : "away, recordings wait on disk",
        };
        return new ReadinessReport(runtime.IsRunning && !runtime.IsDraining && directory.IsLoaded, checks);
    }
}
