using System.Globalization;

namespace SmartPbx.Sip.Messages;

/// <summary>A request. The stack adds Via when it is sent; From, To, Call-ID and CSeq are the builder's.</summary>
public sealed class SipRequest : SipMessage
{
    public SipRequest(SipMethod method, SipUri uri)
    {
        Method = method;
        Uri = uri;
    }

    internal SipRequest(SipMessageView view) : base(view)
    {
        Method = SipMethod.FromBytes(view.Method);
        Uri = SipUri.TryParse(view.Uri, out var uri) ? uri : throw new InvalidOperationException("the view was not validated");
    }

    public SipMethod Method { get; }

    public SipUri Uri { get; set; }

    /// <summary>0–255; <c>null</c> when absent.</summary>
    public int? MaxForwards
    {
        get => SipDeltaSeconds.Parse(Headers.Text(SipHeaderId.MaxForwards)) is { } value ? (int)Math.Min(value, 255) : null;
        set => SetOrRemove(SipHeaderId.MaxForwards, value?.ToString(CultureInfo.InvariantCulture));
    }

    public override string ToString() => $"{Method} {Uri}";

    private protected override void WriteStartLine(SipMessageWriter writer)
    {
        writer.Write(Method.Name);
        writer.Write(" "u8);
        writer.Write(Uri.ToString());
        writer.Write(" SIP/2.0"u8);
    }
}
