namespace SmartPbx.Functions.Hosting;

/// <summary>How often and when a handler that failed is tried again.</summary>
internal sealed class RetrySchedule(FunctionsOptions options)
{
    /// <summary>Waiting time before the next attempt, or null when the budget is spent.</summary>
    /// <param name="failedAttempts">Attempts that failed so far, 1 after the first.</param>
    public TimeSpan? DelayAfter(int failedAttempts) =>
        failedAttempts <= options.RetryDelaysMs.Length ? TimeSpan.FromMilliseconds(options.RetryDelaysMs[Math.Max(0, failedAttempts - 1)]) : null;
}
