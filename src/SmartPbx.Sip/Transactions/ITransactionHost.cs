using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Transactions;

/// <summary>What the transaction layer needs of the stack around it.</summary>
internal interface ITransactionHost
{
    ISipUser User { get; }

    /// <summary>Sends through the transport of the flow; <c>false</c> is a transport error.</summary>
    bool TrySend(byte[] message, SipFlow flow, out SipFlow taken);

    /// <summary>Runs a callback when the stack has done its own work; an exception is reported, not thrown.</summary>
    void Tell<T>(Action<ISipUser, T> callback, T argument);

    /// <summary>Takes an answer of the user, from any thread.</summary>
    void Respond(ServerTransaction transaction, SipResponse response);
}
