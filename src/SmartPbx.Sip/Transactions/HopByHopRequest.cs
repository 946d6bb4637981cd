using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Transactions;

/// <summary>The two requests that follow an INVITE hop by hop, with its Request-URI, its single top Via and its Routes, as it was sent.</summary>
internal static class HopByHopRequest
{
    private const int MaxForwards = 70;

    /// <summary>RFC 3261 §9.1.</summary>
    public static SipRequest Cancel(SipRequest invite) => Derive(invite, SipMethod.Cancel, invite);

    /// <summary>ACK for a final answer other than 2xx: To from that answer (RFC 3261 §17.1.1.3).</summary>
    public static SipRequest Ack(SipRequest invite, SipResponse answer) => Derive(invite, SipMethod.Ack, answer);

    private static SipRequest Derive(SipRequest invite, SipMethod method, SipMessage to)
    {
        var request = new SipRequest(method, invite.Uri) { TopVia = invite.TopVia, MaxForwards = MaxForwards };
        request.Headers.CopyFrom(invite.Headers, SipHeaderId.Route);
        request.Headers.CopyFrom(invite.Headers, SipHeaderId.From);
        request.Headers.CopyFrom(to.Headers, SipHeaderId.To);
        request.Headers.CopyFrom(invite.Headers, SipHeaderId.CallId);
        request.CSeq = new CSeq(invite.CSeq.Number, method);
        request.Headers.CopyFrom(invite.Headers, SipHeaderId.UserAgent);
        return request;
    }
}
