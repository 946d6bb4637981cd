namespace SmartPbx.Media.Audio;

/// <summary>
/// White noise at the level a comfort noise packet tells (RFC 3389 section 3): the line sounds open while its speaker is silent. The spectrum
/// such a packet may carry is not used. Not thread-safe; no allocation.
/// </summary>
public sealed class ComfortNoise : IAudioSource
{
    private const int LevelMask = 0x7F;
    private const int LoudestDbov = 30; // a louder room is a mistake or an attack

    private uint _state = 0x1234_5678;
    private int _peak;

    /// <summary>Samples per second; white noise sounds alike at any rate.</summary>
    public int SampleRateHz { get; init; } = 8000;

    /// <summary>Sets the level.</summary>
    /// <param name="level">First byte of the payload: dB below overload, 0–127 (RFC 3389 section 3.1).</param>
    public void SetLevel(byte level) =>
        _peak = (int)(short.MaxValue * Math.Sqrt(3) * Math.Pow(10, -Math.Max(level & LevelMask, LoudestDbov) / 20.0)); // of evenly spread values

    /// <inheritdoc/>
    public void Read(Span<short> frame)
    {
        foreach (ref short sample in frame)
        {
            _state = _state * 1_664_525 + 1_013_904_223;
            sample = (short)((long)(int)_state * _peak >> 31);
        }
    }
}
