namespace SmartPbx.Media.Detection;

/// <summary>Settings of a <see cref="Vad"/>.</summary>
public sealed record VadOptions
{
    /// <summary>8000 or 16000.</summary>
    public int SampleRateHz { get; init; } = 8000;

    /// <summary>How strict <see cref="VadFrame.IsSpeech"/> is: 0 takes nearly everything, 3 only clear speech.</summary>
    public int Mode { get; init; } = 3;
}
