using System.Text.RegularExpressions;

namespace SmartPbx.Interop.Sipp;

/// <summary>What SIPp wrote about a failure, shortened to one line.</summary>
internal static partial class SippErrors
{
    private const int MostCharacters = 140;

    public static string Last(string file)
    {
        if (!File.Exists(file)) return "SIPp gave no reason: see its log";
        var text = Stamp().Replace(File.ReadLines(file).FirstOrDefault(l => Stamp().IsMatch(l)) ?? "", "");
        return text.Length > MostCharacters ? text[..MostCharacters] : text;
    }

    [GeneratedRegex(@"^[\d-]+\s+[\d:.]+\s+[\d.]+: (Aborting call on unexpected message for Call-Id '[^']*': )?")]
    private static partial Regex Stamp();
}
