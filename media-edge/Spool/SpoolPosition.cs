using System.Text.Json;
using SmartPbx.Domain;

namespace SmartPbx.MediaEdge.Spool;

/// <summary>How far the spool is published. Losing it only means that some events go out again, with the same ids.</summary>
internal sealed record SpoolPosition(long Segment, long Offset)
{
    private const string FileName = "position.json";
    private const int FileBytes = 128;

    public static SpoolPosition Load(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<SpoolPosition>(File.ReadAllBytes(Path.Combine(folder, FileName)), SmartPbxJson.Options) ?? new(0, 0);
        }
        catch (Exception missing) when (missing is IOException or JsonException)
        {
            return new SpoolPosition(0, 0);
        }
    }

    // In place and always as long: a torn write is no position, which costs what losing it does.
    public void Save(string folder)
    {
        Span<byte> bytes = stackalloc byte[FileBytes];
        bytes.Fill((byte)' ');
        JsonSerializer.SerializeToUtf8Bytes(this, SmartPbxJson.Options).CopyTo(bytes);
        using var file = File.OpenHandle(Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        RandomAccess.Write(file, bytes, 0);
    }
}
