using System.Text;

namespace SmartPbx.Sip.Messages;

/// <summary>A response.</summary>
public sealed class SipResponse : SipMessage
{
    /// <param name="status">100–699.</param>
    /// <param name="reason">One line; the standard phrase when <c>null</c>.</param>
    public SipResponse(int status, string? reason = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 100);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 699);
        if (reason is not null && reason.AsSpan().IndexOfAny('\r', '\n') >= 0)
            throw new ArgumentException("a reason phrase is one line", nameof(reason));
        Status = status;
        Reason = reason ?? SipStatus.ReasonOf(status);
    }

    internal SipResponse(SipMessageView view) : base(view)
    {
        Status = view.Status;
        Reason = Encoding.UTF8.GetString(view.Reason);
    }

    public int Status { get; }

    public string Reason { get; }

    public bool IsProvisional => Status < 200;

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>
    /// A response with Via, From, To, Call-ID and CSeq of the request, and its Record-Routes where a dialog can begin
    /// (RFC 3261 §8.2.6.2, §12.1.1). The To tag is added by <c>ServerTransaction</c> unless one is set.
    /// </summary>
    public static SipResponse For(SipRequest request, int status, string? reason = null)
    {
        var response = new SipResponse(status, reason);
        response.ReserveFields(request.Method == SipMethod.Invite && status != SipStatus.Trying);
        response.Headers.CopyFrom(request.Headers, SipHeaderId.Via);
        if (status is > 100 and < 300)
            response.Headers.CopyFrom(request.Headers, SipHeaderId.RecordRoute);
        response.Headers.CopyFrom(request.Headers, SipHeaderId.From);
        response.Headers.CopyFrom(request.Headers, SipHeaderId.To);
        response.Headers.CopyFrom(request.Headers, SipHeaderId.CallId);
        response.Headers.CopyFrom(request.Headers, SipHeaderId.CSeq);
        return response;
    }

    public override string ToString() => $"{Status} {Reason}";

    private protected override void WriteStartLine(SipMessageWriter writer)
    {
        writer.Write("SIP/2.0 "u8);
        writer.Write(Status);
        writer.Write(" "u8);
        writer.Write(Reason);
    }
}
