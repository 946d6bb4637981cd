using Microsoft.Win32.SafeHandles;
using SmartPbx.Domain.Identity;

namespace SmartPbx.Embedded.Blobs;

/// <summary>The file system's side of blobs.</summary>
internal static class BlobFile
{
    /// <summary>Null when there is no such file; one that is replaced or deleted meanwhile stays readable through the handle.</summary>
    public static SafeFileHandle? TryOpen(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public static BlobCipher Cipher(SafeFileHandle file, ReadOnlySpan<byte> masterKey, TenantId tenant)
    {
        Span<byte> header = stackalloc byte[BlobCipher.HeaderBytes];
        return RandomAccess.Read(file, header, 0) == header.Length ? BlobCipher.Open(masterKey, tenant, header)
            : throw new InvalidDataException("the file is no blob of this store");
    }

    /// <summary>Bytes of plain text; null when the file is gone.</summary>
    public static long? Length(string path)
    {
        using var file = TryOpen(path);
        return file is null ? null : new BlobRecords(file).Length;
    }

    /// <summary>Files below a folder in ordinal order of their paths: a folder sorts by its name with the slash.</summary>
    public static IEnumerable<(string Path, string File)> Walk(string folder, string prefix)
    {
        if (!Directory.Exists(folder)) yield break;
        var entries = new DirectoryInfo(folder).EnumerateFileSystemInfos()
            .Select(e => (Info: e, Name: e is DirectoryInfo ? e.Name + "/" : e.Name)).OrderBy(e => e.Name, StringComparer.Ordinal);
        foreach (var (info, name) in entries)
            if (info is DirectoryInfo)
                foreach (var below in Walk(info.FullName, prefix + name)) yield return below;
            else
                yield return (prefix + name, info.FullName);
    }

    public static void Delete(string path)
    {
        if (!File.Exists(path)) return;
        File.Delete(path);
        FolderSync.Sync(Path.GetDirectoryName(path)!);
    }
}
