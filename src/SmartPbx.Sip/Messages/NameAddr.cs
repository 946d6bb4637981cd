using System.Text;

namespace SmartPbx.Sip.Messages;

/// <summary>The value of From, To, Contact, Route and their like: <c>"name" &lt;uri&gt;;parameters</c> (RFC 3261 §20.10).</summary>
public sealed record NameAddr(SipUri Uri) : ISipWritable
{
    /// <summary>Unquoted display name; <c>null</c> when absent.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Header parameters (not those of the URI).</summary>
    public SipParameters Parameters { get; init; } = SipParameters.Empty;

    public string? Tag => Parameters["tag"];

    public NameAddr WithTag(string tag) => this with { Parameters = Parameters.With("tag", tag) };

    public static bool TryParse(string text, out NameAddr value) => TryParse(Encoding.UTF8.GetBytes(text), out value);

    /// <summary>Parses exactly one value.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out NameAddr value) => SipText.TryParse(text, Take, out value);

    /// <summary>For values written in code. Throws <see cref="FormatException"/>.</summary>
    public static NameAddr Parse(string text) =>
        TryParse(text, out var value) ? value : throw new FormatException($"not a name-addr: {text}");

    public override string ToString()
    {
        using var writer = SipMessageWriter.Create();
        WriteTo(writer);
        return writer.ToString();
    }

    void ISipWritable.WriteTo(SipMessageWriter writer) => WriteTo(writer);

    private void WriteTo(SipMessageWriter writer)
    {
        if (DisplayName is not null)
        {
            SipEscaping.WriteQuoted(writer, DisplayName);
            writer.Write((byte)' ');
        }
        writer.Write((byte)'<');
        Uri.WriteTo(writer);
        writer.Write((byte)'>');
        SipParameterReader.Write(writer, Parameters);
    }

    private static int Take(in SipText text, int at, out NameAddr value)
    {
        int end = NameAddrView.Scan(text, at, out var view);
        value = end >= 0 ? From(text, view) : new NameAddr(new SipUri());
        return end;
    }

    private static NameAddr From(in SipText text, in NameAddrView view) => new(SipUri.From(text, view.Uri))
    {
        DisplayName = view.IsQuoted ? SipEscaping.Unquote(text[view.DisplayName])
            : view.DisplayName.Length == 0 ? null
            : SipHeaders.Unfold(SipGrammar.Trim(text[view.DisplayName])),
        Parameters = SipParameterReader.ToParameters(text, view.Parameters),
    };
}
