using SmartPbx.TestKit.Running;

namespace SmartPbx.Fuzz;

/// <summary>Bytes to begin from: the torture messages of RFC 4475 and RFC 5118, and every input that ever broke something.</summary>
public static class Corpus
{
    public static string RegressionsRoot => Path.Combine(Checkout.Root, "tests/SmartPbx.Fuzz/regressions");

    public static IEnumerable<byte[]> TortureMessages()
    {
        foreach (var set in (string[])["Rfc4475", "Rfc5118"])
        {
            var folder = Path.Combine(Checkout.Root, "tests/SmartPbx.Sip.Tests", set);
            if (!Directory.Exists(folder)) continue;
            foreach (var file in Directory.EnumerateFiles(folder, "*.dat").Order(StringComparer.Ordinal)) yield return File.ReadAllBytes(file);
        }
    }

    /// <summary>What broke this target once.</summary>
    public static IEnumerable<string> RegressionFiles(string target)
    {
        var folder = Path.Combine(RegressionsRoot, target);
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.bin").Order(StringComparer.Ordinal) : [];
    }

    /// <summary>Keeps an input for good and gives its file.</summary>
    public static string Keep(string target, ReadOnlySpan<byte> input)
    {
        var folder = Directory.CreateDirectory(Path.Combine(RegressionsRoot, target)).FullName;
        var name = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(input))[..12];
        var file = Path.Combine(folder, name + ".bin");
        File.WriteAllBytes(file, input);
        return file;
    }
}
