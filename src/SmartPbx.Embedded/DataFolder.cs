namespace SmartPbx.Embedded;

/// <summary>
/// The folder that holds everything of one installation: <c>lock</c> (held while the process lives), <c>smartpbx.db</c>, <c>keys/</c>, <c>blobs/</c>, and a
/// folder for each other part that asks (<see cref="Folder"/>). Only its owner may look inside. Two processes on one folder would each believe to be the
/// only writer, so the second is refused; the lock is the kernel's (flock) and dies with the process, however it ends.
/// </summary>
public sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(string root, FileStream fileLock)
    {
        Root = root;
        _lock = fileLock;
    }

    /// <summary>Full path of the folder.</summary>
    public string Root { get; }

    /// <summary>File of documents, outbox, inbox and queue: one database, so that they commit together.</summary>
    public string DatabasePath => Path.Combine(Root, "smartpbx.db");

    /// <summary>Makes the folder when missing, locks it and closes it to other users. Throws <see cref="DataFolderException"/> when another process has it.</summary>
    public static DataFolder Open(string path)
    {
        var root = Path.GetFullPath(path);
        try
        {
            PrivateFiles.CreateFolder(root);
            return new DataFolder(root, TakeLock(root));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new DataFolderException($"data folder '{root}' cannot be written by this user: give it to the user or name another folder", e);
        }
    }

    /// <summary>A subfolder of the given name, made when missing, closed to other users.</summary>
    public string Folder(string name)
    {
        var folder = Path.Combine(Root, name);
        PrivateFiles.CreateFolder(folder);
        return folder;
    }

    public void Dispose() => _lock.Dispose();

    private static FileStream TakeLock(string root)
    {
        try
        {
            return new FileStream(Path.Combine(root, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new DataFolderException(
                $"data folder '{root}' is in use by another SmartPBX process: stop that process, or start this one with another data folder", e);
        }
    }
}
