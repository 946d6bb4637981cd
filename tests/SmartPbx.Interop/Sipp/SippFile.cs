using System.Globalization;

namespace SmartPbx.Interop.Sipp;

/// <summary>
/// A SIPp scenario of ours. Its first comment says how it is run, a line each: <c>what</c>, <c>dial</c> (agent, ring, ring-or-agent, or a number),
/// <c>as</c> (trunk, phone, stranger), <c>phone</c> and <c>phone2</c> (files in phones/ that answer), <c>third</c> (one that answers at an extension of its
/// own, which the others know as <c>[third]</c>), <c>register: yes</c>, <c>needs</c>, <c>transport</c> (udp, udp6, tcp), <c>calls</c>, <c>rate</c>, <c>loss</c>
/// in percent, <c>seconds</c>.
/// </summary>
public sealed class SippFile
{
    private readonly Dictionary<string, string> _head = new(StringComparer.Ordinal);

    public SippFile(string path)
    {
        (FilePath, Name) = (path, Path.GetFileNameWithoutExtension(path));
        var lines = File.ReadLines(path).SkipWhile(l => !l.StartsWith("<!-- interop", StringComparison.Ordinal)).Skip(1).TakeWhile(l => !l.StartsWith("-->", StringComparison.Ordinal));
        foreach (var line in lines)
            if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
                _head[line[..colon].Trim()] = line[(colon + 1)..].Trim();
    }

    public string FilePath { get; }

    public string Name { get; }

    public string? this[string key] => _head.GetValueOrDefault(key);

    public int Number(string key, int fallback) => _head.TryGetValue(key, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : fallback;

    public string[] List(string key) => _head.GetValueOrDefault(key, "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
