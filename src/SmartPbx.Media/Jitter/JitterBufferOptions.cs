namespace SmartPbx.Media.Jitter;

/// <summary>Bounds of a <see cref="JitterBuffer"/>.</summary>
public sealed record JitterBufferOptions
{
    /// <summary>Samples per second of what comes out.</summary>
    public int SampleRateHz { get; init; } = 8000;

    /// <summary>Delay at first and on a calm network, in milliseconds.</summary>
    public int MinDelayMs { get; init; } = 20;

    /// <summary>Longest delay it adapts to; later packets are lost. Milliseconds.</summary>
    public int MaxDelayMs { get; init; } = 60;

    /// <summary>Packets held at once.</summary>
    public int MaxPackets { get; init; } = 32;
}
