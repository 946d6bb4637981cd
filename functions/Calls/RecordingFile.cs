using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Functions.Calls;

/// <summary>Opens a call's two-channel recording so that it can be read more than once.</summary>
internal static class RecordingFile
{
    private const int CopyBufferBytes = 64 * 1024;

    /// <summary>A seekable stream, or null when there is none. A blob that only streams is copied to a temporary file that vanishes when closed.</summary>
    public static async Task<Stream?> OpenAsync(IBlobStore blobs, TenantId tenant, string folder, CancellationToken cancellationToken)
    {
        var blob = await blobs.OpenReadAsync(tenant, folder + CallPaths.Recording, 0, null, cancellationToken);
        if (blob is null or { CanSeek: true }) return blob;
        await using (blob)
        {
            var copy = new FileStream(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, CopyBufferBytes,
                FileOptions.DeleteOnClose | FileOptions.Asynchronous);
            await blob.CopyToAsync(copy, cancellationToken);
            copy.Position = 0;
            return copy;
        }
    }
}
