using System.Runtime.InteropServices;

namespace SmartPbx.Embedded;

/// <summary>Makes a rename last: a file's name is its folder's data, and the folder is synced apart from the file (fsync(2)); .NET has no call for it.</summary>
internal static partial class FolderSync
{
    private const int ReadOnlyDirectory = 0x10000; // O_RDONLY | O_DIRECTORY on Linux

    public static void Sync(string folder)
    {
        if (!OperatingSystem.IsLinux()) return;
        var descriptor = Open(folder, ReadOnlyDirectory);
        if (descriptor < 0) throw new IOException($"folder '{folder}' cannot be opened for syncing (errno {Marshal.GetLastPInvokeError()})");
        try
        {
            if (Fsync(descriptor) != 0) throw new IOException($"folder '{folder}' cannot be synced (errno {Marshal.GetLastPInvokeError()})");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
