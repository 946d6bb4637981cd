namespace SmartPbx.Media.Recording;

/// <summary>Settings of one recording.</summary>
public sealed record RecorderOptions
{
    /// <summary>Samples per second of the file; null means the leg's own rate.</summary>
    public int? SampleRateHz { get; init; }

    /// <summary>The file stops growing here.</summary>
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromHours(8);

    /// <summary>Called once on the recording thread when the file cannot be written (disk full). The call goes on; must not block.</summary>
    public Action<CallRecorder, IOException>? OnFailed { get; init; }
}
