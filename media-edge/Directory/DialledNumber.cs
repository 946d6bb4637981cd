using System.Buffers;

namespace SmartPbx.MediaEdge.Directory;

/// <summary>The user part of a request URI as a directory key.</summary>
public static class DialledNumber
{
    private static readonly SearchValues<char> VisualSeparators = SearchValues.Create("-.() "); // RFC 3966 §5.1.1

    /// <summary>A number without plus and visual separators; a name (no digits only) stays as it is.</summary>
    public static string Normalise(string user)
    {
        var text = user.AsSpan().Trim();
        if (text.StartsWith("+")) text = text[1..];
        foreach (var character in text)
            if (!char.IsAsciiDigit(character) && !VisualSeparators.Contains(character))
                return user;
        return string.Concat(text.ToString().Where(char.IsAsciiDigit));
    }
}
