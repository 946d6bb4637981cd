using System.Text;

namespace SmartPbx.Sip.Messages;

/// <summary>One Via value (RFC 3261 §20.42): where the response goes and which transaction it belongs to.</summary>
public sealed record Via(string Transport, string Host, int? Port)
{
    /// <summary>Branches of RFC 3261 elements start with this (§8.1.1.7).</summary>
    public const string MagicCookie = "z9hG4bK";

    public SipParameters Parameters { get; init; } = SipParameters.Empty;

    public string? Branch => Parameters["branch"];

    public static bool TryParse(string text, out Via value) => TryParse(Encoding.UTF8.GetBytes(text), out value);

    /// <summary>Parses exactly one value.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out Via value) => SipText.TryParse(text, TryTake, out value);

    private static bool TryTake(in SipText text, ref int at, out Via value)
    {
        bool isValid = ViaView.TryScan(text, ref at, out var view);
        value = !isValid
            ? new Via("", "", null)
            : new Via(Encoding.ASCII.GetString(text[view.Transport]), Encoding.ASCII.GetString(text[view.Host]), view.Port < 0 ? null : view.Port)
            {
                Parameters = SipParameterReader.ToParameters(text, view.Parameters),
            };
        return isValid;
    }

    public override string ToString()
    {
        var builder = new StringBuilder(96).Append("SIP/2.0/").Append(Transport).Append(' ');
        SipUri.AppendHostPort(builder, Host, Port);
        SipParameterReader.Append(builder, Parameters);
        return builder.ToString();
    }
}
