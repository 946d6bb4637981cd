using SmartPbx.Sip.Dialogs;
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

    /// <summary>Acknowledges a 2xx that nobody waits for, and hangs up what is news.</summary>
    void HangUp(SipRequest invite, SipResponse success, LateAnswers late);

    /// <summary>Takes an answer of the user, from any thread.</summary>
    void Respond(ServerTransaction transaction, SipResponse response);

    /// <summary>The user cancels, from any thread.</summary>
    void Cancel(ClientTransaction transaction);

    /// <summary>The user lets go of an INVITE, from any thread.</summary>
    void LetGo(ClientTransaction transaction, LateAnswers late);
}
