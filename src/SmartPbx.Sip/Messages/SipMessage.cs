using System.Globalization;

namespace SmartPbx.Sip.Messages;

/// <summary>
/// A request or response that can be read, changed and written. One made from the wire keeps the bytes of its headers and
/// makes strings and typed values only when they are read; the zero-allocation form is <see cref="SipMessageView"/>.
/// </summary>
/// <remarks>
/// A message handed to a user callback has passed <see cref="SipMessageView.TryValidate"/>: Via, From, To, Call-ID and CSeq are
/// there and well formed. Reading one of them from a message that was built without it throws: that is a bug of the builder.
/// Not safe for concurrent change; concurrent reading is safe.
/// </remarks>
public abstract class SipMessage
{
    // What messages that this library and its users build have at most: those of an INVITE also say what we can do, and describe the session.
    private const int FieldsOfInvite = 14, FieldsOfOthers = 8;

    private protected SipMessage()
    {
    }

    private protected SipMessage(SipMessageView view)
    {
        byte[] owned = view.Bytes.ToArray();
        Headers.Load(view, owned);
        Body = owned.AsMemory(view.BodyStart, view.Body.Length);
    }

    public SipHeaders Headers { get; } = new();

    public NameAddr From { get => Required<NameAddr>(SipHeaderId.From, NameAddr.TryParse); set => Headers.SetTyped(SipHeaderId.From, value); }

    public NameAddr To { get => Required<NameAddr>(SipHeaderId.To, NameAddr.TryParse); set => Headers.SetTyped(SipHeaderId.To, value); }

    public string CallId { get => Headers.Text(SipHeaderId.CallId) ?? throw Missing(SipHeaderId.CallId); set => Headers.Set("Call-ID", value); }

    public CSeq CSeq
    {
        get => (CSeq)Required<object>(SipHeaderId.CSeq, TryParseCSeq);
        set => Headers.SetTyped(SipHeaderId.CSeq, value);
    }

    /// <summary>The topmost Via, or <c>null</c> in a request not sent yet. Setting it replaces the topmost only.</summary>
    public Via? TopVia
    {
        get => Headers.First<Via>(SipHeaderId.Via, Via.TryParse);
        set => Headers.ReplaceFirst(SipHeaderId.Via, value ?? throw new ArgumentNullException(nameof(value)));
    }

    public IReadOnlyList<Via> Vias => Headers.AllOf<Via>(SipHeaderId.Via, Via.TryParse);

    /// <summary>The first Contact; <c>null</c> without one and for <c>Contact: *</c>. Setting it replaces all.</summary>
    public NameAddr? Contact
    {
        get => Headers.First<NameAddr>(SipHeaderId.Contact, NameAddr.TryParse);
        set => SetOrRemove(SipHeaderId.Contact, value);
    }

    /// <summary>All Contacts that parse.</summary>
    public IReadOnlyList<NameAddr> Contacts => Headers.AllOf<NameAddr>(SipHeaderId.Contact, NameAddr.TryParse);

    /// <summary><c>Contact: *</c> of a REGISTER (RFC 3261 §10.2.2).</summary>
    public bool IsContactWildcard => Headers.Text(SipHeaderId.Contact) == "*";

    public IReadOnlyList<NameAddr> Routes => Headers.AllOf<NameAddr>(SipHeaderId.Route, NameAddr.TryParse);

    public IReadOnlyList<NameAddr> RecordRoutes => Headers.AllOf<NameAddr>(SipHeaderId.RecordRoute, NameAddr.TryParse);

    /// <summary>Expires in seconds; values over 2^32-1 are clamped, <c>null</c> when absent or malformed.</summary>
    public uint? Expires
    {
        get => SipDeltaSeconds.Parse(Headers.Text(SipHeaderId.Expires));
        set => SetOrRemove(SipHeaderId.Expires, value?.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The media type in lower case without parameters, such as <c>application/sdp</c>.</summary>
    public string? ContentType
    {
        get
        {
            if (Headers.Text(SipHeaderId.ContentType) is not { } text)
                return null;
            int semicolon = text.IndexOf(';', StringComparison.Ordinal);
            return (semicolon < 0 ? text : text[..semicolon]).Trim().ToLowerInvariant(); // itself, when it is as it should be
        }
    }

    public ReadOnlyMemory<byte> Body
    {
        get;
        private set => (field, BodyReading) = (value, null);
    }

    /// <summary>What was made of the body, kept by whoever made it; forgotten with the body.</summary>
    internal object? BodyReading { get; set; }

    public void SetBody(string contentType, ReadOnlyMemory<byte> body)
    {
        Headers.SetText(SipHeaderId.ContentType, SipHeaders.OneLine(contentType));
        Body = body;
    }

    private protected void ReserveFields(bool isOfInvite) => Headers.Reserve(isOfInvite ? FieldsOfInvite : FieldsOfOthers);

    private protected void TakeBody(SipMessage other) => Body = other.Body;

    public void ClearBody()
    {
        Headers.RemoveAll(SipHeaderId.ContentType);
        Body = default;
    }

    /// <summary>The message as it goes on the wire; Content-Length is always written last and right.</summary>
    public byte[] ToBytes()
    {
        using var writer = SipMessageWriter.Create();
        WriteStartLine(writer);
        writer.Write("\r\n"u8);
        Headers.WriteTo(writer);
        writer.Write("Content-Length: "u8);
        writer.Write(Body.Length);
        writer.Write("\r\n\r\n"u8);
        writer.Write(Body.Span);
        return writer.ToArray();
    }

    private protected abstract void WriteStartLine(SipMessageWriter writer);

    private protected void SetOrRemove(SipHeaderId id, object? value)
    {
        if (value is null)
            Headers.RemoveAll(id);
        else
            Headers.SetTyped(id, value);
    }

    private T Required<T>(SipHeaderId id, SipHeaderParser<T> parser) where T : class =>
        Headers.First(id, parser) ?? throw Missing(id);

    private static InvalidOperationException Missing(SipHeaderId id) => new($"the message has no valid {SipHeaderNames.NameOf(id)}");

    private static bool TryParseCSeq(ReadOnlySpan<byte> text, out object value)
    {
        bool isValid = CSeq.TryParse(text, out var cseq);
        value = cseq;
        return isValid;
    }
}
