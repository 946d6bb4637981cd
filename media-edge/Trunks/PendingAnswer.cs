using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Trunks;

/// <summary>The final answer of one request outside calls; null: none came.</summary>
internal sealed class PendingAnswer : IClientTransactionUser
{
    private readonly TaskCompletionSource<SipResponse?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<SipResponse?> Task => _answer.Task;

    public void OnProvisional(ClientTransaction transaction, SipResponse response) { }

    public void OnFinal(ClientTransaction transaction, SipResponse response) => _answer.TrySetResult(response);

    public void OnTimeout(ClientTransaction transaction) => _answer.TrySetResult(null);

    public void OnTransportError(ClientTransaction transaction) => _answer.TrySetResult(null);
}
