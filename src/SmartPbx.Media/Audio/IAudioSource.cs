namespace SmartPbx.Media.Audio;

/// <summary>An endless source of mono 16-bit PCM. <see cref="Read"/> runs on the relay thread: it must not block, allocate or throw.</summary>
public interface IAudioSource
{
    /// <summary>Samples per second of what <see cref="Read"/> gives.</summary>
    int SampleRateHz { get; }

    /// <summary>Fills the whole frame.</summary>
    void Read(Span<short> frame);
}
