using System.Globalization;
using SmartPbx.Sip.Authentication;

namespace SmartPbx.Sip.Messages;

/// <summary>A request. The stack adds Via when it is sent; From, To, Call-ID and CSeq are the builder's.</summary>
public sealed class SipRequest : SipMessage
{
    public SipRequest(SipMethod method, SipUri uri)
    {
        Method = method;
        Uri = uri;
        ReserveFields(method == SipMethod.Invite);
    }

    internal SipRequest(SipMessageView view) : base(view)
    {
        Method = SipMethod.FromBytes(view.Method);
        Uri = view.TryTakeUri(out var uri) ? uri : throw new InvalidOperationException("the view was not validated");
    }

    public SipMethod Method { get; }

    public SipUri Uri { get; set; }

    /// <summary>
    /// Who answers a 401 or 407 to this request; <c>null</c>: its sender gets to see them. Never written. The requests of a dialog
    /// have those of the one that made it.
    /// </summary>
    public DigestClient? Credentials { get; set; }

    /// <summary>Takes the next number of the request's dialog; <c>null</c> outside of one.</summary>
    internal Func<uint>? NextNumber { get; set; }

    /// <summary>0–255; <c>null</c> when absent.</summary>
    public int? MaxForwards
    {
        get => SipDeltaSeconds.Parse(Headers.Text(SipHeaderId.MaxForwards)) is { } value ? (int)Math.Min(value, 255) : null;
        set => SetOrRemove(SipHeaderId.MaxForwards, value?.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The same request once more, to be changed and sent.</summary>
    internal SipRequest Copy()
    {
        var copy = new SipRequest(Method, Uri) { Credentials = Credentials, NextNumber = NextNumber };
        foreach (var (name, value) in Headers.Fields)
            copy.Headers.Add(name, value);
        copy.TakeBody(this);
        return copy;
    }

    public override string ToString() => $"{Method} {Uri}";

    private protected override void WriteStartLine(SipMessageWriter writer)
    {
        writer.Write(Method.Name);
        writer.Write(" "u8);
        Uri.WriteTo(writer);
        writer.Write(" SIP/2.0"u8);
    }
}
