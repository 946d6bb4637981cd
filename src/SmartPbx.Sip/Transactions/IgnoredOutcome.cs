using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Transactions;

/// <summary>For requests whose answer changes nothing: a BYE, as the dialog is over whatever the peer says (RFC 3261 §15.1.1), or a CANCEL, as the INVITE's own answer tells (§9.1).</summary>
public sealed class IgnoredOutcome : IClientTransactionUser
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
