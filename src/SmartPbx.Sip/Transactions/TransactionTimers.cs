namespace SmartPbx.Sip.Transactions;

/// <summary>The base timers of RFC 3261 §17.1.1.1 and table 4; all others are derived from them.</summary>
public sealed record TransactionTimers
{
    public static TransactionTimers Default { get; } = new();

    /// <summary>Round-trip estimate.</summary>
    public TimeSpan T1 { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest interval between retransmissions of non-INVITE requests and INVITE responses.</summary>
    public TimeSpan T2 { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Longest time a message stays in the network.</summary>
    public TimeSpan T4 { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Timers B, F, H, J, L, M: 64*T1.</summary>
    public TimeSpan Timeout => T1 * 64;

    /// <summary>Timer D over unreliable transports: at least 32 s.</summary>
    public TimeSpan TimerD => TimeSpan.FromSeconds(32) > Timeout ? TimeSpan.FromSeconds(32) : Timeout;

    /// <summary>
    /// How long a timer runs (RFC 3261 table 4). <paramref name="repeats"/> counts the earlier runs of A, E, G and the 2xx timer.
    /// <c>null</c>: not started over this transport.
    /// </summary>
    internal TimeSpan? DurationOf(TransactionInput timer, int repeats, TransactionState state, bool isReliable) => timer switch
    {
        TransactionInput.TimerA => isReliable ? null : T1 * (1L << Math.Min(repeats, 16)),
        TransactionInput.TimerE when state == TransactionState.Proceeding => isReliable ? null : T2,
        TransactionInput.TimerE or TransactionInput.TimerG => isReliable ? null : Doubled(repeats),
        TransactionInput.TimerSuccess => Doubled(repeats),
        TransactionInput.TimerD => isReliable ? TimeSpan.Zero : TimerD,
        TransactionInput.TimerI or TransactionInput.TimerK => isReliable ? TimeSpan.Zero : T4,
        TransactionInput.TimerJ => isReliable ? TimeSpan.Zero : Timeout,
        _ => Timeout,
    };

    private TimeSpan Doubled(int repeats)
    {
        var interval = T1 * (1L << Math.Min(repeats, 16));
        return interval < T2 ? interval : T2;
    }
}
