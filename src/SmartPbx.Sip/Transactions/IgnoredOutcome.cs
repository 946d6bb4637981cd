using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Transactions;

/// <summary>Nobody waits for the answer to a CANCEL: the INVITE's own answer tells (RFC 3261 §9.1).</summary>
internal sealed class IgnoredOutcome : IClientTransactionUser
{
    public static IgnoredOutcome Instance { get; } = new();

    public void OnProvisional(ClientTransaction transaction, SipResponse response)
    {
    }

    public void OnFinal(ClientTransaction transaction, SipResponse response)
    {
    }

    public void OnTimeout(ClientTransaction transaction)
    {
    }

    public void OnTransportError(ClientTransaction transaction)
    {
    }
}
