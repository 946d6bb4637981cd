namespace SmartPbx.MediaEdge.Configuration;

/// <summary>The edge's own files. Held by one process at a time: a second one on the same folder is refused.</summary>
public sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(string root, FileStream held)
    {
        Root = root;
        _lock = held;
        foreach (var folder in (string[])[Journal, EventSpool, RecordingSpool, Recordings]) System.IO.Directory.CreateDirectory(folder);
    }

    /// <summary>Called before every write to a file that only grows; a disk that a test wants to refuse throws <see cref="IOException"/> here.</summary>
    internal Action<string> Writing { get; set; } = static _ => { };

    public string Root { get; }
    public string Journal => Path.Combine(Root, "journal");
    public string EventSpool => Path.Combine(Root, "spool", "events");
    public string RecordingSpool => Path.Combine(Root, "spool", "recordings");
    public string Recordings => Path.Combine(Root, "recordings");
    public string CdrFile => Path.Combine(Root, "cdr.jsonl");
    public string BindingsFile => Path.Combine(Root, "bindings.json");
    public string DirectoryFile => Path.Combine(Root, "directory.protected");

    /// <summary>Takes the folder. Throws <see cref="EdgeConfigurationException"/> when it cannot be written or another process has it.</summary>
    public static DataFolder Take(EdgeOptions options)
    {
        var root = options.DataFolder;
        try
        {
            System.IO.Directory.CreateDirectory(root);
            var held = new FileStream(Path.Combine(root, "edge.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new DataFolder(root, held);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new EdgeConfigurationException([$"{EdgeOptions.Section}:DataFolder: '{root}' is in use by another process or cannot be written ({refused.Message})"]);
        }
    }

    public void Dispose() => _lock.Dispose();
}
