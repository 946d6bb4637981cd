using System.Text;

namespace SmartPbx.Sip.Messages;

/// <summary>
/// A URI of RFC 3261 §19.1. <c>sip:</c> and <c>sips:</c> are taken apart, with escapes decoded; any other scheme keeps its
/// text in <see cref="Opaque"/>.
/// </summary>
public sealed record SipUri
{
    /// <summary>Lower case.</summary>
    public string Scheme { get; init; } = "sip";

    /// <summary>Decoded user part, without password; <c>null</c> when the URI has none.</summary>
    public string? User { get; init; }

    /// <summary>Decoded password; deprecated, kept only to be written again.</summary>
    public string? Password { get; init; }

    /// <summary>Host name or address; an IPv6 address without its brackets.</summary>
    public string Host { get; init; } = "";

    /// <summary>Explicit port, or <c>null</c>.</summary>
    public int? Port { get; init; }

    public SipParameters Parameters { get; init; } = SipParameters.Empty;

    /// <summary>The part after <c>?</c>, still escaped; <c>null</c> without one.</summary>
    public string? Headers { get; init; }

    /// <summary>Everything after the colon of a scheme other than sip and sips.</summary>
    public string? Opaque { get; init; }

    public bool IsSip => Opaque is null;

    public static bool TryParse(string text, out SipUri uri) => TryParse(Encoding.UTF8.GetBytes(text), out uri);

    /// <summary>Parses a bare <c>addr-spec</c>. Fails on white space, bad escapes, text over <see cref="SipLimits.MaxUriBytes"/>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out SipUri uri) => SipText.TryParse(text, Take, out uri);

    /// <summary>For URIs written in code and configuration. Throws <see cref="FormatException"/>.</summary>
    public static SipUri Parse(string text) =>
        TryParse(text, out var uri) ? uri : throw new FormatException($"not a URI: {text}");

    /// <summary>URI comparison of RFC 3261 §19.1.4.</summary>
    public bool IsEquivalentTo(SipUri other) => this == other || // a URI that repeats a parameter is at least like itself
        Scheme == other.Scheme
        && Opaque == other.Opaque
        && User == other.User
        && Password == other.Password
        && Host.Equals(other.Host, StringComparison.OrdinalIgnoreCase)
        && Port == other.Port
        && Headers == other.Headers
        && AreParametersCompatible(Parameters, other.Parameters)
        && AreParametersCompatible(other.Parameters, Parameters);

    public override string ToString()
    {
        using var writer = SipMessageWriter.Create();
        WriteTo(writer);
        return Password is null ? RecentTexts.Of(writer.Written) : writer.ToString(); // a call says each of its addresses several times
    }

    internal void WriteTo(SipMessageWriter writer)
    {
        writer.Write(Scheme);
        writer.Write((byte)':');
        if (Opaque is not null)
        {
            writer.Write(Opaque);
            return;
        }
        WriteUser(writer);
        WriteHostPort(writer, Host, Port);
        foreach (var (name, value, _) in Parameters.AsSpan())
        {
            writer.Write((byte)';');
            SipEscaping.WriteParameter(writer, name);
            if (value is null)
                continue;
            writer.Write((byte)'=');
            SipEscaping.WriteParameter(writer, value);
        }
        if (Headers is null)
            return;
        writer.Write((byte)'?');
        writer.Write(Headers);
    }

    private void WriteUser(SipMessageWriter writer)
    {
        if (User is null)
            return;
        SipEscaping.WriteUser(writer, User);
        if (Password is not null)
        {
            writer.Write((byte)':');
            SipEscaping.WritePassword(writer, Password);
        }
        writer.Write((byte)'@');
    }

    internal static void WriteHostPort(SipMessageWriter writer, string host, int? port)
    {
        bool isReference = host.Contains(':', StringComparison.Ordinal);
        if (isReference)
            writer.Write((byte)'[');
        writer.Write(host);
        if (isReference)
            writer.Write((byte)']');
        if (port is null)
            return;
        writer.Write((byte)':');
        writer.Write(port.Value);
    }

    internal static SipUri From(in SipText text, in SipUriView view)
    {
        string scheme = view.IsSip && view.Scheme.Length == 3 ? "sip" : Encoding.ASCII.GetString(text[view.Scheme]).ToLowerInvariant();
        if (!view.IsSip)
            return new SipUri { Scheme = scheme, Opaque = Encoding.ASCII.GetString(text[view.Opaque]) };
        return new SipUri
        {
            Scheme = scheme,
            User = view.HasUser ? SipEscaping.Decode(text[view.User]) : null,
            Password = view.HasPassword ? SipEscaping.Decode(text[view.Password]) : null,
            Host = RecentTexts.Of(text[view.Host]),
            Port = view.Port < 0 ? null : view.Port,
            Parameters = ReadParameters(text[view.Parameters]),
            Headers = view.HasHeaders ? Encoding.ASCII.GetString(text[view.Headers]) : null,
        };
    }

    internal static int Take(in SipText text, int at, out SipUri uri)
    {
        int end = SipUriView.Scan(text, at, out var view);
        uri = end >= 0 ? From(text, view) : new SipUri();
        return end;
    }

    private static SipParameters ReadParameters(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return SipParameters.Empty;
        var items = new SipParameter[text.Count((byte)';')];
        foreach (ref var item in items.AsSpan())
        {
            SipUriView.TryNextParameter(ref text, out var name, out var value, out bool hasValue);
            item = new SipParameter(SipEscaping.Decode(name), hasValue ? SipEscaping.Decode(value) : null);
        }
        return SipParameters.Owning(items);
    }

    // "user", "ttl", "method" and "maddr" never match a URI without them; any other parameter only counts when both have it.
    private static bool AreParametersCompatible(SipParameters mine, SipParameters theirs)
    {
        foreach (var (name, value, _) in mine)
        {
            string? other = theirs[name];
            bool mustMatch = name.ToLowerInvariant() is "user" or "ttl" or "method" or "maddr";
            if (other is null ? mustMatch : !other.Equals(value ?? "", StringComparison.OrdinalIgnoreCase))
                return false;
        }
        return true;
    }
}
