namespace SmartPbx.MediaEdge.Health;

/// <summary>What the process itself holds: read when somebody looks, changes nothing. A leak shows here first.</summary>
internal static class ProcessGauges
{
    // Linux: one entry a descriptor, sockets among them. Elsewhere there is nothing to count.
    private const string DescriptorFolder = "/proc/self/fd";

    public static void Observe(EdgeMetrics metrics)
    {
        // After the latest collection: what was alive then, not what waits to be collected.
        metrics.Observe("process_heap_bytes", () => GC.GetGCMemoryInfo(GCKind.Any).HeapSizeBytes);
        metrics.Observe("process_committed_bytes", () => GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes);
        metrics.Observe("process_resident_bytes", () => Environment.WorkingSet);
        metrics.Observe("process_open_files", () => OpenFiles);
        metrics.Observe("process_pool_threads", () => ThreadPool.ThreadCount);
        metrics.Observe("process_pool_waiting", () => ThreadPool.PendingWorkItemCount);
        metrics.ObserveTotal("process_collections_total", () => GC.CollectionCount(0));
        metrics.ObserveTotal("process_allocated_bytes_total", () => GC.GetTotalAllocatedBytes());
    }

    private static int OpenFiles => System.IO.Directory.Exists(DescriptorFolder) ? System.IO.Directory.EnumerateFileSystemEntries(DescriptorFolder).Count() : 0;
}
