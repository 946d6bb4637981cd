namespace SmartPbx.Sip.Resolution;

/// <summary>When a request gives up on one candidate for the next.</summary>
public sealed record FailoverOptions
{
    /// <summary>
    /// No answer of any kind for so long: the next candidate is tried. RFC 3263 §4.3 would wait for timer B or F, 32 s, which no caller does. The
    /// last candidate has that time.
    /// </summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>A candidate that failed is tried last for so long.</summary>
    public TimeSpan Penalty { get; init; } = TimeSpan.FromMinutes(1);

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
