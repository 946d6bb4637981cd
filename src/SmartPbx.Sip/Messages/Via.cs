using System.Text;

namespace SmartPbx.Sip.Messages;

/// <summary>One Via value (RFC 3261 §20.42): where the response goes and which transaction it belongs to.</summary>
public sealed record Via(string Transport, string Host, int? Port) : ISipWritable
{
    /// <summary>Branches of RFC 3261 elements start with this (§8.1.1.7).</summary>
    public const string MagicCookie = "z9hG4bK";

    public SipParameters Parameters { get; init; } = SipParameters.Empty;

    public string? Branch => Parameters["branch"];

    public static bool TryParse(string text, out Via value) => TryParse(Encoding.UTF8.GetBytes(text), out value);

    /// <summary>Parses exactly one value.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out Via value) => SipText.TryParse(text, Take, out value);

    private static int Take(in SipText text, int at, out Via value)
    {
        int end = ViaView.Scan(text, at, out var view);
        value = end < 0
            ? new Via("", "", null)
            : new Via(SipVocabulary.Of(text[view.Transport]), RecentTexts.Of(text[view.Host]), view.Port < 0 ? null : view.Port)
            {
                Parameters = SipParameterReader.ToParameters(text, view.Parameters),
            };
        return end;
    }

    public override string ToString()
    {
        using var writer = SipMessageWriter.Create();
        WriteTo(writer);
        return writer.ToString();
    }

    void ISipWritable.WriteTo(SipMessageWriter writer) => WriteTo(writer);

    private void WriteTo(SipMessageWriter writer)
    {
        writer.Write("SIP/2.0/"u8);
        writer.Write(Transport);
        writer.Write((byte)' ');
        SipUri.WriteHostPort(writer, Host, Port);
        SipParameterReader.Write(writer, Parameters);
    }
}
