using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Transactions;

/// <summary>Gets the outcome of one request, on the stack's loop. Exactly one of final, timeout and transport error ends it.</summary>
public interface IClientTransactionUser
{
    void OnProvisional(ClientTransaction transaction, SipResponse response);

    /// <summary>
    /// A final answer. For INVITE every 2xx comes here, those of other forks, repeated ones and one that crossed a CANCEL
    /// included: each must be acknowledged by <c>SipStack.SendAck</c>, unwanted ones then get BYE. Other finals are acknowledged
    /// by the stack.
    /// </summary>
    void OnFinal(ClientTransaction transaction, SipResponse response);

    /// <summary>No final answer: timer B or F, or 64*T1 after CANCEL. Treat as 408 (RFC 3261 §8.1.3.1).</summary>
    void OnTimeout(ClientTransaction transaction);

    /// <summary>The request could not be sent. Treat as 503 (RFC 3261 §8.1.3.1).</summary>
    void OnTransportError(ClientTransaction transaction);
}
