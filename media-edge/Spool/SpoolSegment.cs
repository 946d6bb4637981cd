using System.Globalization;

namespace SmartPbx.MediaEdge.Spool;

/// <summary>Names of segment files: twelve digits, rising.</summary>
internal static class SpoolSegment
{
    private const string Extension = ".jsonl";

    public static string Path(string folder, long number) =>
        System.IO.Path.Combine(folder, number.ToString("D12", CultureInfo.InvariantCulture) + Extension);

    /// <summary>Numbers of the segments that exist, rising.</summary>
    public static IReadOnlyList<long> List(string folder) =>
    [
        .. System.IO.Directory.EnumerateFiles(folder, "*" + Extension)
            .Select(file => long.TryParse(System.IO.Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Where(number => number > 0).Order(),
    ];
}
