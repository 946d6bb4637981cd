using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>For requests whose answer changes nothing: the dialog is over for us whatever the peer says (RFC 3261 §15.1.1).</summary>
internal sealed class IgnoredAnswer : IClientTransactionUser
{
    public static readonly IgnoredAnswer Instance = new();

    public void OnProvisional(ClientTransaction transaction, SipResponse response) { }

    public void OnFinal(ClientTransaction transaction, SipResponse response) { }

    public void OnTimeout(ClientTransaction transaction) { }

    public void OnTransportError(ClientTransaction transaction) { }
}
