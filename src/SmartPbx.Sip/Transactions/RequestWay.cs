using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Transactions;

/// <summary>A request as it goes on one flow: the Via names the transport, so another flow means other bytes.</summary>
/// <param name="Flow">Where it goes.</param>
/// <param name="Via">Its topmost Via; ACK and CANCEL carry the same (RFC 3261 §9.1, §17.1.1.3).</param>
/// <param name="Bytes">The whole request.</param>
internal sealed record RequestWay(SipFlow Flow, Via Via, byte[] Bytes)
{
    /// <summary>The way to try when this one fails before any answer; <c>null</c> for none.</summary>
    public RequestWay? Next { get; init; }

    /// <summary>Told when this way was given up for the next.</summary>
    public DeadTargets? Failures { get; init; }
}
