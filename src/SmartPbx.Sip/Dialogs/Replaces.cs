namespace SmartPbx.Sip.Dialogs;

/// <summary>A Replaces value (RFC 3891 §6.1): the dialog to be replaced, as its receiver knows it.</summary>
/// <param name="CallId">Call-ID.</param>
/// <param name="ToTag">The receiver's own tag.</param>
/// <param name="FromTag">The tag of the receiver's peer.</param>
/// <param name="EarlyOnly">Only as long as that dialog is early.</param>
public sealed record Replaces(string CallId, string ToTag, string FromTag, bool EarlyOnly)
{
    /// <summary>Parses <c>call-id;to-tag=x;from-tag=y[;early-only]</c>. Fails without both tags, or with one of them twice.</summary>
    public static bool TryParse(string text, out Replaces value)
    {
        value = new Replaces("", "", "", false);
        var parts = text.Split(';', StringSplitOptions.TrimEntries);
        if (parts[0].Length == 0)
            return false;
        value = value with { CallId = parts[0] };
        foreach (string part in parts.AsSpan(1))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            string name = (equals < 0 ? part : part[..equals]).TrimEnd().ToLowerInvariant(), argument = equals < 0 ? "" : part[(equals + 1)..].TrimStart();
            if (name == "early-only")
                value = value with { EarlyOnly = true };
            else if (name == "to-tag" && value.ToTag.Length == 0)
                value = value with { ToTag = argument };
            else if (name == "from-tag" && value.FromTag.Length == 0)
                value = value with { FromTag = argument };
            else if (name is "to-tag" or "from-tag")
                return false;
        }
        return value.ToTag.Length > 0 && value.FromTag.Length > 0;
    }

    public override string ToString() => $"{CallId};to-tag={ToTag};from-tag={FromTag}{(EarlyOnly ? ";early-only" : "")}";
}
