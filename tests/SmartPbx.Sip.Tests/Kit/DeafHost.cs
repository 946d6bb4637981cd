using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Tests.Kit;

/// <summary>For transactions that are looked at without a stack.</summary>
internal sealed class DeafHost : ITransactionHost
{
    public static DeafHost Instance { get; } = new();

    public ISipUser User { get; } = new ScriptedUser();

    public bool TrySend(byte[] message, SipFlow flow, out SipFlow taken)
    {
        taken = flow;
        return true;
    }

    public void Tell<T>(Action<ISipUser, T> callback, T argument)
    {
    }

    public void HangUp(SipRequest invite, SipResponse success, LateAnswers late)
    {
    }

    public void Respond(ServerTransaction transaction, SipResponse response)
    {
    }

    public void Cancel(ClientTransaction transaction)
    {
    }

    public void LetGo(ClientTransaction transaction, LateAnswers late)
    {
    }
}
