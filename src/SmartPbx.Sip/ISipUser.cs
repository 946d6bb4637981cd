using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip;

/// <summary>
/// The transaction user (RFC 3261 §5): what the product does with requests. Every callback runs on the stack's loop, in the
/// order of the wire, and must return at once: post to the call's mailbox.
/// </summary>
public interface ISipUser
{
    /// <summary>
    /// A new request: everything but ACK, and CANCEL of a known INVITE. Must end with a final <c>Respond</c>. Policy (405, 481,
    /// 501, 416, 420) is the user's; an INVITE has had its 100 already.
    /// </summary>
    void OnRequest(ServerTransaction transaction);

    /// <summary>The INVITE was cancelled before its final answer; the CANCEL is answered. Answer the INVITE with 487.</summary>
    void OnCancel(ServerTransaction invite);

    /// <summary>The first ACK for a 2xx; it may carry the answer to an offer made in the 2xx.</summary>
    void OnAck(SipRequest ack, SipFlow flow);

    /// <summary>No ACK came for the final answer in 64*T1. After a 2xx the dialog exists: send BYE (RFC 3261 §13.3.1.4).</summary>
    void OnAckTimeout(ServerTransaction invite);

    /// <summary>An answer could not be sent; the transaction is over (RFC 3261 §17.2.4).</summary>
    void OnTransportError(ServerTransaction transaction);

    /// <summary>Bytes that are no valid message; the stack has answered 400 (or 505, 513) where it may. For counting.</summary>
    void OnMalformed(SipFlow source, SipParseError error);

    /// <summary>A callback threw. The loop goes on; the exception is a bug to be logged.</summary>
    void OnFault(Exception exception);
}
