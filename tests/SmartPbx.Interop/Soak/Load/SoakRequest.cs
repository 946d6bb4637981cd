using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.Interop.Soak.Load;

/// <summary>One request and its end.</summary>
/// <param name="onSuccess">Called for every 2xx, repeated ones too: of an INVITE each wants its ACK.</param>
internal sealed class SoakRequest(Action<SipResponse>? onSuccess = null) : IClientTransactionUser
{
    private readonly TaskCompletionSource<SipResponse?> _final = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The final answer; null when none came.</summary>
    public Task<SipResponse?> Final => _final.Task;

    public void OnProvisional(ClientTransaction transaction, SipResponse response) { }

    public void OnFinal(ClientTransaction transaction, SipResponse response)
    {
        if (response.IsSuccess) onSuccess?.Invoke(response);
        _final.TrySetResult(response);
    }

    public void OnTimeout(ClientTransaction transaction) => _final.TrySetResult(null);

    public void OnTransportError(ClientTransaction transaction) => _final.TrySetResult(null);
}
