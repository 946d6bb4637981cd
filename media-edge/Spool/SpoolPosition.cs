using System.Text.Json;
using SmartPbx.Domain;

namespace SmartPbx.MediaEdge.Spool;

/// <summary>How far the spool is published. Losing it only means that some events go out again, with the same ids.</summary>
internal sealed record SpoolPosition(long Segment, long Offset)
{
    private const string FileName = "position.json";

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

    public void Save(string folder)
    {
        var path = Path.Combine(folder, FileName);
        File.WriteAllBytes(path + ".new", JsonSerializer.SerializeToUtf8Bytes(this, SmartPbxJson.Options));
        File.Move(path + ".new", path, overwrite: true);
    }
}
