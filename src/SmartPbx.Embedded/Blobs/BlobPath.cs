using SmartPbx.Domain.Identity;

namespace SmartPbx.Embedded.Blobs;

/// <summary>Paths of blobs: segments by the id alphabet with slashes between. An id never begins with a dot, so no path leads out of its tenant's folder.</summary>
internal static class BlobPath
{
    /// <summary>Throws <see cref="ArgumentException"/> when the text is no path.</summary>
    public static void Check(string path)
    {
        if (!path.Split('/').All(IdText.IsValid)) throw new ArgumentException($"'{path}' is no blob path: ids with slashes between", nameof(path));
    }

    /// <summary>A prefix is the beginning of a path; its last segment may be unfinished or empty. Gives the folder part, which ends in a slash or is empty.</summary>
    public static string CheckPrefix(string prefix)
    {
        var folder = prefix[..(prefix.LastIndexOf('/') + 1)];
        if (folder.Length > 0) Check(folder[..^1]);
        if (folder.Length < prefix.Length) Check(prefix[folder.Length..]);
        return folder;
    }
}
