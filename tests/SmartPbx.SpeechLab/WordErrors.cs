namespace SmartPbx.SpeechLab;

/// <summary>Words inserted, left out or changed (Levenshtein over words).</summary>
public static class WordErrors
{
    public static int Count(IReadOnlyList<string> reference, IReadOnlyList<string> heard)
    {
        var row = Enumerable.Range(0, heard.Count + 1).ToArray();
        for (var i = 1; i <= reference.Count; i++)
        {
            (var diagonal, row[0]) = (row[0], i);
            for (var j = 1; j <= heard.Count; j++)
            {
                var here = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (reference[i - 1] == heard[j - 1] ? 0 : 1));
                (diagonal, row[j]) = (row[j], here);
            }
        }
        return row[heard.Count];
    }
}
