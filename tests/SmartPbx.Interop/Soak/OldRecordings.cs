namespace SmartPbx.Interop.Soak;

/// <summary>Plays the retention of a tenant: recordings that were stored a while ago go, so that a long run needs no large disk. Returns how many there were.</summary>
internal static class OldRecordings
{
    private static readonly TimeSpan _kept = TimeSpan.FromSeconds(60);

    public static int Delete(string dataFolder)
    {
        var blobs = Path.Combine(dataFolder, "blobs");
        if (!Directory.Exists(blobs)) return 0;
        var before = DateTime.UtcNow - _kept;
        var old = Directory.EnumerateFiles(blobs, "*", SearchOption.AllDirectories).Where(f => File.GetLastWriteTimeUtc(f) < before).ToList();
        foreach (var file in old) File.Delete(file);
        return old.Count;
    }
}
