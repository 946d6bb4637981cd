using System.Buffers;
using SmartPbx.Domain.Directory;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Routing;

/// <summary>What a Request-URI dials: the user part of a <c>sip:</c> URI or the subscriber of a <c>tel:</c> URI (RFC 3966), without visual separators.</summary>
public static class DialString
{
    /// <summary>What an emergency service URN dials (RFC 5031).</summary>
    public const string Emergency = "sos";

    /// <summary>E.164 has 15 digits; the rest is room for prefixes.</summary>
    public const int MaxCharacters = 40;

    private const string Sos = "service:sos";

    // RFC 3966 §3: phonedigit, phonedigit-hex without its letters, and visual-separator.
    private static readonly SearchValues<char> Dialable = SearchValues.Create("0123456789*#");
    private static readonly SearchValues<char> VisualSeparators = SearchValues.Create("-.()");

    /// <summary>The schemes that dial; others are 416 (RFC 3261 §8.2.2.1).</summary>
    public static bool IsKnownScheme(SipUri uri) => uri.IsSip || uri.Scheme is "tel" or "urn";

    /// <summary>False: no number can be made of it, and guessing would ring somebody else.</summary>
    public static bool TryRead(SipUri uri, DialPlan plan, string domain, out string dialled)
    {
        dialled = "";
        if (uri.Scheme == "urn") return TryReadService(uri.Opaque!, out dialled);
        if (uri.Scheme == "tel") return TryReadSubscriber(uri.Opaque!, plan, domain, out dialled);
        if (!uri.IsSip || uri.User is not { } user || user.Length > MaxCharacters) return false;
        // RFC 3261 §19.1.6: a telephone-subscriber may stand in the user part, parameters and all.
        if (user.Contains(';', StringComparison.Ordinal) || uri.Parameters["user"] == "phone") return TryReadSubscriber(user, plan, domain, out dialled);
        dialled = TryDigits(user, out var digits) ? digits : user;
        return true;
    }

    private static bool TryReadService(string text, out string dialled)
    {
        dialled = Emergency;
        return text.StartsWith(Sos, StringComparison.OrdinalIgnoreCase) && (text.Length == Sos.Length || text[Sos.Length] == '.');
    }

    // telephone-subscriber = global-number / local-number (RFC 3966 §3)
    private static bool TryReadSubscriber(string text, DialPlan plan, string domain, out string dialled)
    {
        var parts = text.Split(';');
        if (!TryDigits(parts[0], out dialled)) return false;
        string? context = null;
        foreach (var parameter in parts.AsSpan(1))
        {
            var (name, value) = Split(parameter);
            // An extension or subaddress behind the number: to leave it out would reach another person (§5.1.2, §5.1.3).
            if (name is "ext" or "isub") return false;
            if (name == "phone-context") context = value;
        }
        return dialled.StartsWith('+') || IsOurs(context, plan, domain);
    }

    // A local number means nothing outside its context (§5.1.5). Ours are the tenant's domain and its country; none is what phones send.
    private static bool IsOurs(string? context, DialPlan plan, string domain) =>
        context is null || context.Equals(domain, StringComparison.OrdinalIgnoreCase)
        || (plan.CountryCode is { } code && TryDigits(context, out var prefix) && prefix == "+" + code);

    private static (string Name, string Value) Split(string parameter)
    {
        var equals = parameter.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (parameter.ToLowerInvariant(), "") : (parameter[..equals].ToLowerInvariant(), parameter[(equals + 1)..]);
    }

    private static bool TryDigits(string text, out string digits)
    {
        digits = "";
        if (text.Length is 0 or > MaxCharacters) return false;
        Span<char> kept = stackalloc char[MaxCharacters];
        var length = 0;
        foreach (var character in text)
        {
            if (Dialable.Contains(character) || (character == '+' && length == 0)) kept[length++] = character;
            else if (!VisualSeparators.Contains(character) && character != ' ') return false;
        }
        digits = kept[..length].ToString();
        return length > 0 && digits != "+";
    }
}
