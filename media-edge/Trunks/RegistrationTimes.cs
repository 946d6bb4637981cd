namespace SmartPbx.MediaEdge.Trunks;

/// <summary>When a registration is refreshed and when a failed one is tried again. Pure; the random number comes from the caller, 0–1.</summary>
public static class RegistrationTimes
{
    /// <summary>A refresh that fails still leaves a fifth of the time to repair it.</summary>
    private const double RefreshAt = 0.8;

    /// <summary>So that trunks registered together do not refresh together.</summary>
    private const double RefreshJitter = 0.1;

    private const int MaxDoublings = 10;

    /// <summary>RFC 5626 §4.5 gives 1800 s as the most.</summary>
    public static TimeSpan MaxRetry { get; } = TimeSpan.FromMinutes(30);

    public static TimeSpan Refresh(uint expiresSeconds, double random) => TimeSpan.FromSeconds(expiresSeconds * (RefreshAt - RefreshJitter * random));

    /// <summary>RFC 5626 §4.5: doubled with each failure in a row, then 50–100 % of it.</summary>
    public static TimeSpan Retry(TimeSpan first, int failuresInARow, double random)
    {
        var most = first * Math.Pow(2, Math.Clamp(failuresInARow - 1, 0, MaxDoublings));
        return (most < MaxRetry ? most : MaxRetry) * (0.5 + random / 2);
    }
}
