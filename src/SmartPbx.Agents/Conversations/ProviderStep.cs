namespace SmartPbx.Agents.Conversations;

/// <summary>One thing asked of a provider of speech, knowledge or language, which may fail in any way, also by never answering.</summary>
internal static class ProviderStep
{
    /// <summary>A step that takes longer has failed.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The step's result; throws <see cref="TimeoutException"/> when it takes too long. Its token is cancelled when nobody waits for it any more: what is given up
    /// keeps no place in a provider's queue.
    /// </summary>
    public static async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> step, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var waitedFor = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            return await step(waitedFor.Token).WaitAsync(Timeout, clock, cancellationToken);
        }
        finally
        {
            await waitedFor.CancelAsync();
        }
    }
}
